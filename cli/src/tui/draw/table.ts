import { fitRow } from "./row.js";
import { dim, type Row } from "./span.js";

export interface Column {
	readonly title: string;
	readonly columns: number;
	readonly align?: "left" | "right";
}

const gap = 1;

/** How wide a table of these is. */
export function tableWidth(columns: readonly Column[]): number {
	return columns.reduce((sum, column) => sum + column.columns, gap * (columns.length - 1));
}

/** What is left for one more column beside these. */
export function restColumns(columns: readonly Column[], width: number): number {
	return Math.max(0, width - tableWidth(columns) - gap);
}

export function headingRow(columns: readonly Column[]): Row {
	return tableRow(
		columns,
		columns.map(({ title }) => [dim(title)]),
	);
}

/** Cells in their columns, each cut to its own. */
export function tableRow(columns: readonly Column[], cells: readonly Row[]): Row {
	return columns.flatMap(({ columns: width, align = "left" }, i) => {
		const cell = fitRow(cells[i] ?? [], width, align);
		return i === 0 ? cell : [{ text: " ".repeat(gap) }, ...cell];
	});
}
