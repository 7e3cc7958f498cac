import type { TranscriptLine } from "../../device-model.js";
import { timeText } from "../figures.js";
import { bold, dim, type Row, span } from "../span.js";
import { widthOf, wrap } from "../width.js";

const indent = "        ";

/** The end of a conversation, each saying wrapped to as many rows as it takes. */
export function transcriptRows(
	lines: readonly TranscriptLine[],
	columns: number,
	height: number,
): readonly Row[] {
	let rows: readonly Row[] = [];
	for (const line of lines.toReversed()) {
		if (rows.length >= height) break;
		rows = [...saidRows(line, columns), ...rows];
	}
	if (lines.length === 0) return [[dim("nothing was said yet")]];
	return rows.slice(Math.max(0, rows.length - height));
}

function saidRows({ at, tone, who, text }: TranscriptLine, columns: number): readonly Row[] {
	const time = `${timeText(at)} `;
	const name = who === "" ? "" : `${who}: `;
	const room = columns - widthOf(indent);
	// Words of nobody hold the place of the name, so that all words of a saying wrap alike.
	const [first = "", ...others] = wrap(name + text, Math.max(1, room));
	const speaker = first.startsWith(name) ? name : first;
	const rest = first.slice(speaker.length);
	const words = (part: string): Row[number] => {
		if (tone === "note") return dim(part);
		return tone === "alarm" ? span(part, { tone: "bad" }) : span(part);
	};
	return [
		[dim(time.padEnd(indent.length)), bold(speaker), words(rest)],
		...others.map((part) => [span(indent), words(part)]),
	];
}
