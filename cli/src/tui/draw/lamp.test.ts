import { expect, test } from "vitest";
import { lampDrawing, lampWidth, stripRow } from "./lamp.js";
import { widthOfRow } from "./row.js";
import { textOf } from "./span.js";

const off = { mode: "off" } as const;
const redThenBlue = Uint8Array.from({ length: 180 }, (_, i) =>
	i % 3 === (i < 90 ? 0 : 2) ? 255 : 0,
);

test.each([
	[48, 8, 0],
	[45, 20, 0],
	[46, 10, 46],
	[80, 10, 46],
	[60, 18, 60],
	[80, 14, 69],
	[300, 100, 92],
])("in %i by %i the cloud is %i wide", (columns, height, expected) => {
	expect(lampWidth(columns, height)).toBe(expected);
});

test.each([10, 11, 13, 17, 18, 30])(
	"the widest cloud for %i rows has no more of them",
	(height) => {
		const width = lampWidth(300, height);
		const rows = lampDrawing(redThenBlue, off, width, "all");
		expect(rows.length).toBeLessThanOrEqual(height);
		expect(new Set(rows.map(widthOfRow))).toEqual(new Set([width]));
	},
);

test("the glass has the colour of the LEDs behind it, the more the further down", () => {
	const rows = lampDrawing(redThenBlue, off, 46, "all");
	const [left, right] = [rows[6]?.[12], rows[6]?.[34]];
	expect(left?.front?.[0]).toBeGreaterThan(200);
	expect(left?.front?.[2]).toBeLessThan(50);
	expect(right?.front?.[2]).toBeGreaterThan(200);
	expect(left?.back?.[0]).toBeGreaterThan(left?.front?.[0] ?? 255);
	expect(rows[2]?.[14]?.front?.[0]).toBeLessThan(left?.front?.[0] ?? 0);
});

test("a lamp without light still has a shape", () => {
	expect(lampDrawing(null, off, 46, "none").map((row) => textOf(row).trimEnd())).toEqual([
		"             ·········",
		"            ··········· ········",
		"           ·······················",
		"      ··································",
		"    ·····································",
		"    ·····································",
		"    ·····································",
		"      ·································",
		"",
		"",
	]);
});

test("without colours brightness is a shade", () => {
	const [dark, bright] = [20, 255].map((level) =>
		textOf(lampDrawing(new Uint8Array(180).fill(level), off, 46, "none")[5] ?? []).trim(),
	);
	expect(dark).toMatch(/^░+$/);
	expect(bright).toMatch(/^█+$/);
});

test.each([
	[5, 10, /╷.*╷/],
	[6, 0, /↯/],
	[7, 4, /\*/],
	[8, 4, /≈/],
	[9, 4, /~/],
	[3, 9, /^ *$/],
] as const)("below weather %i of intensity %d", (weather, intensity, pattern) => {
	const rows = lampDrawing(null, { mode: "weather", weather, intensity }, 46, "all");
	expect(rows.slice(8).map(textOf).join("")).toMatch(pattern);
});

test("a strip is as many characters a LED as fit, or two LEDs a character", () => {
	const red = [255, 0, 0];
	const blue = [0, 0, 255];
	expect(stripRow(Uint8Array.from([...red, ...blue]), 7, "all")).toEqual([
		{ text: "███", front: red },
		{ text: "███", front: blue },
	]);
	expect(stripRow(Uint8Array.from([...red, ...blue, ...red]), 2, "256")).toEqual([
		{ text: "▌", front: red, back: blue },
		{ text: "▌", front: red },
	]);
	expect(textOf(stripRow(Uint8Array.from([...red, ...blue, 0, 0, 0]), 7, "none"))).toBe("▂▂▁▁  ");
	expect(stripRow(null, 7, "all")).toEqual([]);
	expect(stripRow(new Uint8Array(0), 7, "none")).toEqual([]);
});
