import { expect, test } from "vitest";
import type { Palette } from "../../overlay.js";
import { widthOfRow } from "../row.js";
import { textOf } from "../span.js";
import { paletteRows } from "./palette.js";

const palette: Palette = {
	type: "palette",
	query: { text: "do", cursor: 2 },
	entries: Array.from({ length: 50 }, (_, i) => ({
		command: `c${i}`,
		label: `Do number ${i}`,
		key: i % 2 === 0 ? "" : "space",
		subject: "lock-1",
	})),
	index: 1,
};

test("what fits the query, with the key that does it as well", () => {
	expect(paletteRows(palette, 40, 5).map((row) => textOf(row).trimEnd())).toEqual([
		": do",
		"",
		"  Do number 0  lock-1",
		"▸ Do number 1  lock-1              space",
		"  Do number 2  lock-1",
	]);
});

test.each([0, 25, 49])("of many entries the chosen one, %i, is seen", (index) => {
	const rows = paletteRows({ ...palette, index }, 40, 12);
	const chosen = rows.map(textOf).filter((line) => line.startsWith("▸"));
	expect(chosen).toEqual([expect.stringContaining(`number ${index} `)]);
	expect(new Set(rows.slice(2).map(widthOfRow))).toEqual(new Set([40]));
});

test("where nothing fits it says so", () => {
	const rows = paletteRows({ ...palette, entries: [], index: 0 }, 40, 12);
	expect(rows.map(textOf).at(-1)).toBe("no command has these letters");
});
