import type { Palette } from "../../overlay.js";
import { overlaid, spreadRow } from "../row.js";
import { around } from "../scroll.js";
import { bold, dim, type Row, span } from "../span.js";
import { inputRow } from "../text-input.js";

/** What is looked for, and the commands that fit it. */
export function paletteRows(
	{ query, entries, index }: Palette,
	columns: number,
	height: number,
): readonly Row[] {
	const input: Row = [
		bold(": "),
		...inputRow({ ...query, placeholder: "a few letters of a command" }, columns - 2, true),
	];
	if (entries.length === 0) return [input, [], [dim("no command has these letters")]];
	const shown = around(entries, index, height - 2);
	const chosen = entries[index];
	return [
		input,
		[],
		...shown.map((entry) => {
			const isChosen = entry === chosen;
			const left: Row = [
				bold(isChosen ? "▸ " : "  "),
				span(entry.label),
				dim(entry.subject === "" ? "" : `  ${entry.subject}`),
			];
			const row = spreadRow(left, [span(` ${entry.key}`, { tone: "info" })], columns);
			return isChosen ? overlaid(row, { bold: true }) : row;
		}),
	];
}
