import type { Command } from "../commands/command.js";
import type { Key } from "../key.js";
import type { Model } from "../model.js";
import type { Palette, PaletteEntry } from "../overlay.js";
import { fuzzyScore } from "./fuzzy.js";
import { emptyInput, typed } from "./text-input.js";

/** Stands for the selection of the device that is the entry's subject. */
export const selectCommand = "app.select";

const maxEntries = 100;

export const newPalette: Palette = { type: "palette", query: emptyInput, entries: [], index: 0 };

/** What fits a palette's query: commands, and devices to go to. */
export function paletteEntries(
	{ devices, selected }: Model,
	possible: readonly Command[],
	query: string,
): readonly PaletteEntry[] {
	const entries: readonly PaletteEntry[] = [
		...possible
			.filter(({ isMovement }) => isMovement !== true)
			.map(({ id, on, label, keys }) => ({
				command: id,
				label,
				key: keys[0] ?? "",
				subject: on === "app" ? "" : (selected ?? ""),
			})),
		...[...devices.keys()].map((name) => ({
			command: selectCommand,
			label: `go to ${name}`,
			key: "",
			subject: name,
		})),
	];
	return entries
		.flatMap((entry) => {
			const score = fuzzyScore(query, entry.label);
			return score === null ? [] : [{ entry, score: query === "" ? 0 : score }];
		})
		.sort((a, b) => b.score - a.score)
		.slice(0, maxEntries)
		.map(({ entry }) => entry);
}

/** A palette after a key; Enter and Esc are not its own. Its entries are for the query before. */
export function paletteTyped(palette: Palette, key: Key): Palette {
	const { entries, index, query } = palette;
	const to = (wanted: number): Palette => ({
		...palette,
		index: Math.max(0, Math.min(entries.length - 1, wanted)),
	});
	switch (key.name) {
		case "down":
		case "tab":
			return to(index === entries.length - 1 ? 0 : index + 1);
		case "up":
		case "shift+tab":
			return to(index === 0 ? entries.length - 1 : index - 1);
		case "pagedown":
			return to(index + 10);
		case "pageup":
			return to(index - 10);
		default: {
			const next = typed(query, key);
			return next === null ? palette : { ...palette, query: next, index: 0 };
		}
	}
}
