import type { LogLine } from "../../device-model.js";
import { timeText } from "../figures.js";
import { latest } from "../scroll.js";
import { dim, type Row, type Span, span } from "../span.js";
import { type Column, restColumns, tableRow } from "../table.js";

const marks: Readonly<Record<LogLine["level"], Span>> = {
	info: { text: " " },
	error: { text: "✗", tone: "bad" },
	debug: { text: "·", dim: true },
};

const head: readonly Column[] = [
	{ title: "time", columns: 7 },
	{ title: "process", columns: 9 },
	{ title: "", columns: 1 },
];

/** What processes printed, the newest at the bottom. */
export function logRows(
	lines: readonly LogLine[],
	scroll: number,
	columns: number,
	height: number,
): readonly Row[] {
	if (lines.length === 0) return [[dim("nothing was logged yet")]];
	const table = [...head, { title: "line", columns: restColumns(head, columns) }];
	return latest(lines, scroll, height).map(({ at, name, level, text }) =>
		tableRow(table, [[dim(timeText(at))], [span(name)], [marks[level]], [words(level, text)]]),
	);
}

function words(level: LogLine["level"], text: string): Span {
	if (level === "debug") return dim(text);
	return level === "error" ? span(text, { tone: "bad" }) : span(text);
}
