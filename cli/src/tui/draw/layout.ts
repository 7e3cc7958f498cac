import type { ViewName } from "../model.js";

interface PanePlace {
	readonly pane: ViewName;
	readonly columns: number;
	readonly rows: number;
}

/** Panes below each other, all of one width; the columns of the screen from left to right. */
export type Layout = readonly (readonly PanePlace[])[];

/** Below this a screen cannot be read. */
export const leastColumns = 60;
export const leastRows = 16;

/** Rows that the header and the two lines at the bottom take. */
export const barRows = 3;

/**
 * Where the panes are: the list and one pane on a small screen, with the frames below it on a larger
 * one, and all of them on a large one. A pane keeps its place while the view changes, where it can.
 */
export function layoutOf(columns: number, rows: number, view: ViewName): Layout {
	const height = rows - barRows;
	if (columns >= 180 && rows >= 48) return largeLayout(columns, height);
	const isMedium = columns >= 100 && rows >= 34;
	const list = isMedium ? 38 : Math.max(28, Math.floor(columns / 4));
	const rest = columns - list;
	// Its lines are long and belong to no device alone.
	if (view === "log" && !isMedium) return [stack(columns, height, ["log"])];
	const isPair = view === "list" || view === "device" || view === "frames";
	const main = view === "list" ? "device" : view;
	return [
		stack(list, height, ["list"]),
		isMedium && isPair
			? stack(rest, height, ["device", "frames"], 0.62)
			: stack(rest, height, [main]),
	];
}

function largeLayout(columns: number, height: number): Layout {
	const list = Math.floor(columns * 0.29);
	const device = Math.floor(columns * 0.36);
	return [
		stack(list, height, ["list", "processes"], 0.5),
		stack(device, height, ["device", "server"], 0.58),
		stack(columns - list - device, height, ["frames", "log"], 0.58),
	];
}

/** One or two panes of one width, the first with a share of the height. */
function stack(
	columns: number,
	height: number,
	[first, second]: readonly [ViewName, ViewName?],
	share = 1,
): readonly PanePlace[] {
	const upper = Math.round(height * share);
	const place: PanePlace = { pane: first, columns, rows: upper };
	return second === undefined ? [place] : [place, { pane: second, columns, rows: height - upper }];
}
