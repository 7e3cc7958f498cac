import type { Rgb } from "../../cloud/strip-line.js";
import type { Warmth } from "../device-model.js";
import { dim, type Row, type Span } from "./span.js";

const blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const lines = ["▁", "─", "▔"];
const axis = 4;

/** Where the axis begins, and how far it reaches at least and at most, degrees C. */
const coldest = 20;
const hottest = 300;
const hottestEver = 990;

/** From a cold chamber to a hot one. */
const stops: readonly Rgb[] = [
	[70, 110, 200],
	[80, 170, 190],
	[230, 190, 70],
	[240, 130, 50],
	[225, 60, 50],
];

export interface CurveWindow {
	/** The right end of the curve, in milliseconds as the history's `at`. */
	readonly now: number;
	readonly spanMs: number;
	readonly columns: number;
	/** Rows, with the one for the times. */
	readonly height: number;
}

/** A chamber's temperature over time as an area, and its target as a line over it. */
export function curveRows(history: readonly Warmth[], window: CurveWindow): readonly Row[] {
	const { columns, height } = window;
	const samples = sampled(history, window, columns - axis - 1);
	const top = Math.min(
		hottestEver,
		Math.max(hottest, ...samples.map((sample) => sample?.temperature ?? 0)),
	);
	const scale = { top, rows: height - 1 };
	const rows = Array.from({ length: scale.rows }, (_, i) => {
		const level = scale.rows - 1 - i;
		return [
			dim(labelAt(level, scale)),
			dim("┤"),
			...samples.map((sample) => cell(sample, level, scale)),
		];
	});
	return [...rows, timesRow(window)];
}

interface Scale {
	readonly top: number;
	readonly rows: number;
}

/** What held in each column's moment; undefined before anything is known. */
function sampled(
	history: readonly Warmth[],
	{ now, spanMs }: CurveWindow,
	columns: number,
): readonly (Warmth | undefined)[] {
	const samples: (Warmth | undefined)[] = [];
	let next = 0;
	for (let column = 1; column <= columns; column++) {
		const until = now - spanMs + (spanMs * column) / columns;
		while ((history[next]?.at ?? Number.POSITIVE_INFINITY) <= until) next++;
		samples.push(history[next - 1]);
	}
	return samples;
}

function cell(sample: Warmth | undefined, level: number, scale: Scale): Span {
	if (sample === undefined) return { text: " " };
	const isTarget = rowOf(sample.target, scale) === level;
	const filled = heightOf(sample.temperature, scale) - level;
	const front = colorAt((level + 0.5) / scale.rows);
	if (isTarget) {
		const text = lineAt(heightOf(sample.target, scale) - level);
		return filled < 0.5 ? { text, bold: true } : { text, back: front, bold: true };
	}
	if (filled >= 1) return { text: "█", front };
	const text = blocks[Math.max(0, Math.round(filled * 8))] ?? " ";
	return text === " " ? { text } : { text, front };
}

/** A line at a height within its cell, 0 to 1. */
function lineAt(share: number): string {
	return lines[Math.min(2, Math.floor(share * 3))] ?? "─";
}

/** How many rows from the bottom a temperature fills. */
function heightOf(temperature: number, { top, rows }: Scale): number {
	return Math.max(0, ((temperature - coldest) / (top - coldest)) * rows);
}

function rowOf(temperature: number, scale: Scale): number {
	return Math.min(scale.rows - 1, Math.floor(heightOf(temperature, scale)));
}

function labelAt(level: number, { top, rows }: Scale): string {
	const isLabelled = level === 0 || level === rows - 1 || level === Math.floor(rows / 2);
	if (!isLabelled) return " ".repeat(axis);
	const temperature = coldest + ((top - coldest) * (level + 0.5)) / rows;
	return `${Math.round(temperature / 10) * 10}°`.padStart(axis);
}

function timesRow({ spanMs, columns }: CurveWindow): Row {
	const from = `${Math.round(spanMs / 1000)} s ago`;
	const line = "─".repeat(Math.max(0, columns - axis - 1 - from.length - "now".length - 2));
	return [dim(`${" ".repeat(axis)}└${from} ${line} now`)];
}

function colorAt(share: number): Rgb {
	const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
	const before = Math.min(Math.floor(at), stops.length - 2);
	const [from, to] = [stops[before] ?? [0, 0, 0], stops[before + 1] ?? [0, 0, 0]];
	const mixed = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * (at - before);
	return [mixed(0), mixed(1), mixed(2)];
}
