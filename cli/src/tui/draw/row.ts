import type { Row, Span, Style } from "./span.js";
import { cut, widthOf } from "./width.js";

export function widthOfRow(spans: Row): number {
	return spans.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** A row in exactly so many columns; what does not fit ends in `…`. */
export function fitRow(spans: Row, columns: number, align: "left" | "right" = "left"): Row {
	const width = widthOfRow(spans);
	if (width === columns) return spans;
	if (width > columns) return cutRow(spans, columns);
	const gap: Span = { text: " ".repeat(columns - width) };
	return align === "left" ? [...spans, gap] : [gap, ...spans];
}

/** Two rows in one, the second at its right end; where there is too little room the first is cut. */
export function spreadRow(left: Row, right: Row, columns: number): Row {
	const room = columns - widthOfRow(right);
	if (room <= 0) return fitRow(right, columns);
	return [...fitRow(left, room), ...right];
}

/** A row in the middle of so many columns. */
export function centreRow(spans: Row, columns: number): Row {
	const gap = Math.max(0, Math.floor((columns - widthOfRow(spans)) / 2));
	return fitRow([{ text: " ".repeat(gap) }, ...spans], columns);
}

/** A row with one style under all of it, as of what is chosen. */
export function overlaid(spans: Row, style: Style): Row {
	return spans.map((each) => ({ ...each, ...style }));
}

/** Rows that have to fit into a height: where they do not, those that are empty go, the last first. */
export function compactRows(rows: readonly Row[], height: number): readonly Row[] {
	const isOver = rows.length > height;
	const last = isOver ? rows.findLastIndex((row) => row.length === 0) : -1;
	return last === -1 ? rows : compactRows(rows.toSpliced(last, 1), height);
}

/** Blocks of rows side by side, each of its own width, as tall as the tallest. */
export function beside(
	blocks: readonly { readonly rows: readonly Row[]; readonly columns: number }[],
): readonly Row[] {
	const height = Math.max(0, ...blocks.map(({ rows }) => rows.length));
	return Array.from({ length: height }, (_, i) =>
		blocks.flatMap(({ rows, columns }) => fitRow(rows[i] ?? [], columns)),
	);
}

function cutRow(spans: Row, columns: number): Row {
	const shown: Span[] = [];
	let room = columns;
	for (const each of spans) {
		const width = widthOf(each.text);
		// The last that fits wholly would leave no column for the sign that there is more.
		if (width < room) {
			shown.push(each);
			room -= width;
			continue;
		}
		const text = cut(width === room ? `${each.text} ` : each.text, room);
		const gap = room - widthOf(text);
		return [...shown, { ...each, text: text + " ".repeat(gap) }];
	}
	return shown;
}
