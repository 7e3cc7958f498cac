import type { FrameLine } from "../../frame-line.js";
import { timeText } from "../figures.js";
import { latest } from "../scroll.js";
import { dim, type Row, type Span, span } from "../span.js";
import { type Column, restColumns, tableRow } from "../table.js";

export interface FrameListing {
	/** Oldest first, filtered. */
	readonly frames: readonly FrameLine[];
	/** Whether frames of more than one device are among them. */
	readonly isOfAll: boolean;
	readonly isRaw: boolean;
	/** Rows from the newest back to the last one shown. */
	readonly scroll: number;
}

const arrows: Readonly<Record<FrameLine["dir"], Span>> = {
	in: { text: "←", tone: "info" },
	out: { text: "→", tone: "accent" },
};

/** Frames, the newest at the bottom: what they say, or what stood on the wire. */
export function frameRows(
	{ frames, isOfAll, isRaw, scroll }: FrameListing,
	columns: number,
	height: number,
): readonly Row[] {
	if (frames.length === 0) return [[dim("no frames")]];
	const time = columns >= 56 ? "ms" : "s";
	const head: readonly Column[] = [
		{ title: "time", columns: time === "ms" ? 11 : 7 },
		...(isOfAll ? [{ title: "device", columns: 9 }] : []),
		{ title: "", columns: 1 },
	];
	const table = [...head, { title: "frame", columns: restColumns(head, columns) }];
	return latest(frames, scroll, height).map((frame) =>
		tableRow(table, [
			[dim(timeText(frame.at, time))],
			...(isOfAll ? [[span(frame.name)]] : []),
			[arrows[frame.dir]],
			isRaw ? rawWords(frame) : words(frame),
		]),
	);
}

function words({ text, isForeign }: FrameLine): Row {
	return isForeign ? [span("? ", { tone: "warn" }), span(text, { tone: "warn" })] : [span(text)];
}

function rawWords({ raw, isBinary }: FrameLine): Row {
	return isBinary ? [dim("base64 "), span(raw)] : [span(raw)];
}
