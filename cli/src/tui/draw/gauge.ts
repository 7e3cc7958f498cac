import { dim, type Row, type Span, type Style } from "./span.js";

/** Without the full block, which would touch what stands above. */
const heights = "▁▂▃▄▅▆▇";

/** A line that is heavy to a share, in steps of half a column. */
export function gauge(share: number, columns: number, style: Style = {}): Row {
	const halves = Math.round(clamped(share) * columns * 2);
	const bar = "━".repeat(Math.floor(halves / 2)) + (halves % 2 === 0 ? "" : "╸");
	return [{ ...style, text: bar }, dim("─".repeat(columns - bar.length))];
}

/**
 * The latest values as blocks of a height, the newest at the right. What is not nothing is seen;
 * the highest reaches the top, or `floor` does where all are lower.
 */
export function sparkline(
	values: readonly number[],
	columns: number,
	floor: number,
	style: Style = {},
): Row {
	const shown = values.slice(-columns);
	const top = Math.max(floor, ...shown);
	const blocks = shown.map((value) =>
		value <= 0 ? "▁" : heights[Math.floor((value / top) * (heights.length - 0.01))],
	);
	const gap: Span = { text: " ".repeat(columns - shown.length) };
	return [gap, { ...style, text: blocks.join("") }];
}

function clamped(share: number): number {
	return Math.min(1, Math.max(0, share));
}
