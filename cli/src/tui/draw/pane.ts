import { fitRow, widthOfRow } from "./row.js";
import type { Row, Span, Style } from "./span.js";

const space: Span = { text: " " };

export interface Pane {
	readonly title: Row;
	/** At the right end of the upper border. */
	readonly aside?: Row;
	/** At the right end of the lower border. */
	readonly foot?: Row;
	readonly rows: readonly Row[];
	/** Whether keys go to it. */
	readonly isFocused: boolean;
}

/** Columns that the border of a pane and the space within it take. */
export const paneColumns = 4;
/** Rows that its border takes. */
export const paneRows = 2;

/** A pane with its border, exactly as large as told. */
export function paneBox(
	{ title, aside = [], foot = [], rows, isFocused }: Pane,
	columns: number,
	height: number,
): readonly Row[] {
	const style: Style = isFocused ? { tone: "info", bold: true } : { dim: true };
	const side: Span = { ...style, text: "│" };
	const inner = columns - paneColumns;
	const body = Array.from({ length: Math.max(0, height - paneRows) }, (_, i) => [
		side,
		space,
		...fitRow(rows[i] ?? [], inner),
		space,
		side,
	]);
	const heading = title.map((part) => (isFocused ? { ...part, bold: true } : part));
	return [
		border("╭", heading, aside, "╮", columns, style),
		...body,
		border("╰", [], foot, "╯", columns, style),
	];
}

function border(
	from: string,
	title: Row,
	aside: Row,
	to: string,
	columns: number,
	style: Style,
): Row {
	const left = title.length === 0 ? [] : [space, ...title, space];
	const room = columns - 4 - widthOfRow(left);
	const right = aside.length === 0 || widthOfRow(aside) + 2 > room ? [] : [space, ...aside, space];
	const fitted = widthOfRow(left) > columns - 4 ? fitRow(left, columns - 4) : left;
	const line = "─".repeat(columns - 4 - widthOfRow(fitted) - widthOfRow(right));
	return [
		{ ...style, text: `${from}─` },
		...fitted,
		{ ...style, text: line },
		...right,
		{ ...style, text: `─${to}` },
	];
}
