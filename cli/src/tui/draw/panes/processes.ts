import type { ProcessModel } from "../../model.js";
import { howItEnded, statusWord } from "../device-words.js";
import { bytesText, percentText, timeText } from "../figures.js";
import { sparkline } from "../gauge.js";
import { overlaid } from "../row.js";
import { around } from "../scroll.js";
import { bold, dim, type Row, span } from "../span.js";
import { type Column, headingRow, restColumns, tableRow } from "../table.js";
import { wrap } from "../width.js";

export interface ProcessListing {
	readonly processes: readonly ProcessModel[];
	readonly selected: string | null;
	readonly now: number;
}

const head: readonly Column[] = [
	{ title: "", columns: 1 },
	{ title: "process", columns: 10 },
	{ title: "status", columns: 8 },
	{ title: "pid", columns: 7, align: "right" },
	{ title: "↻", columns: 3, align: "right" },
	{ title: "cpu", columns: 5, align: "right" },
	{ title: "mem", columns: 5, align: "right" },
];

/** Every process, and below them how those ended that are not there any more. */
export function processRows(
	{ processes, selected, now }: ProcessListing,
	columns: number,
	height: number,
): readonly Row[] {
	const ends = processes.flatMap((process) => endRows(process, now, columns));
	const room = Math.max(
		Math.min(processes.length, height - 1 - ends.length - 1),
		Math.floor(height / 2),
	);
	const index = processes.findIndex(({ name }) => name === selected);
	const rest = restColumns(head, columns);
	const table = rest >= 8 ? [...head, { title: "cpu over time", columns: rest }] : head;
	const shown = around(processes, index, room);
	return [
		headingRow(table),
		...shown.map((process) => processRow(process, process.name === selected, table, rest)),
		[],
		...ends,
	];
}

function processRow(
	process: ProcessModel,
	isSelected: boolean,
	table: readonly Column[],
	rest: number,
): Row {
	const { name, status, pid, restarts, cpuPercent, rss, cpuHistory } = process;
	const row = tableRow(table, [
		[bold(isSelected ? "▸" : " ")],
		[span(name)],
		[statusWord(status)],
		[dim(pid === null ? "–" : String(pid))],
		restarts === 0 ? [dim("·")] : [span(String(restarts), { tone: "warn" })],
		[span(cpuPercent === null ? "–" : percentText(cpuPercent))],
		[span(rss === null ? "–" : bytesText(rss))],
		rest >= 8 ? sparkline(cpuHistory.items, Math.min(40, rest), 20, { tone: "info" }) : [],
	]);
	return isSelected ? overlaid(row, { bold: true }) : row;
}

/** Why a process is not running, and what it said last. */
function endRows(process: ProcessModel, now: number, columns: number): readonly Row[] {
	const { name, status, exit, waitsFor, nextStartAt, lastWords } = process;
	if (status === "waiting" && waitsFor.length > 0)
		return [[bold(name), dim(` waits for ${waitsFor.join(", ")}`)]];
	const how = howItEnded(process);
	if (how === null || exit === null) return [];
	const seconds = nextStartAt === null ? 0 : Math.max(0, Math.ceil((nextStartAt - now) / 1000));
	const next = nextStartAt === null ? "" : `, again in ${seconds} s`;
	return [
		[bold(name), span(` ${how}`, { tone: "bad" }), dim(` ${timeText(exit.at)}${next}`)],
		...lastWords
			.flatMap((line) => wrap(line, columns - 2))
			.map((line): Row => [dim("│ "), span(line)]),
	];
}
