import fc from "fast-check";
import { expect, test } from "vitest";
import { pickerRows } from "./color-picker.js";
import { hexOf, rgbOfHue } from "./hue.js";
import { textOf } from "./span.js";

test.each([
	[0, 100, "#ff0000"],
	[60, 100, "#ffff00"],
	[120, 100, "#00ff00"],
	[180, 100, "#00ffff"],
	[240, 100, "#0000ff"],
	[300, 100, "#ff00ff"],
	[359, 100, "#ff0004"],
	[30, 100, "#ff8000"],
	[350, 36, "#ffa3b3"],
	[77, 0, "#ffffff"],
])("hue %i at %i %% is %s", (hue, saturation, expected) => {
	expect(hexOf(rgbOfHue(hue, saturation))).toBe(expected);
});

test("every colour is in full brightness and as pale as told", () => {
	fc.assert(
		fc.property(fc.nat(359), fc.nat(100), (hue, saturation) => {
			const rgb = rgbOfHue(hue, saturation);
			expect(Math.max(...rgb)).toBe(255);
			expect(Math.min(...rgb)).toBe(Math.round(255 * (1 - saturation / 100)));
		}),
	);
});

test("what is picked has a cross, and rulers for those who see no colours", () => {
	const drawn = pickerRows({ hue: 180, saturation: 75 }, 20, "none").map((row) =>
		textOf(row).trimEnd(),
	);
	expect(drawn).toEqual([
		"··················",
		"·········╋········ ◂",
		"··················",
		"··················",
		"··················",
		"··················",
		"         ▴",
		"████  #40ffff  rgb  64 255 255",
		"hue 180°  saturation  75 %",
	]);
});

test.each([
	[0, 100, 0, 0],
	[359, 0, 17, 5],
	[359, 100, 17, 0],
])("hue %i at %i %% lies at %i, %i", (hue, saturation, x, y) => {
	const rows = pickerRows({ hue, saturation }, 20, "all");
	expect(
		rows
			.slice(0, 6)
			.map(textOf)
			.findIndex((line) => line.includes("╋")),
	).toBe(y);
	expect(textOf(rows[y] ?? []).indexOf("╋")).toBe(x);
});

test("the grid is in the colours that there are to pick", () => {
	const [first = []] = pickerRows({ hue: 0, saturation: 0 }, 20, "all");
	expect(first[6]).toEqual({
		text: "▀",
		front: rgbOfHue(120, 100),
		back: rgbOfHue(120, 1000 / 11),
	});
});
