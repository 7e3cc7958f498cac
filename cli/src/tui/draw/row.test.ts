import fc from "fast-check";
import { expect, test } from "vitest";
import { beside, centreRow, compactRows, fitRow, spreadRow, widthOfRow } from "./row.js";
import { bold, dim, type Row, span, textOf } from "./span.js";

const words: Row = [bold("front"), span(" "), dim("door")];

test.each([
	[12, "left", "front door  "],
	[12, "right", "  front door"],
	[10, "left", "front door"],
	[9, "left", "front do…"],
	[6, "left", "front…"],
	[5, "left", "fron…"],
	[0, "left", ""],
] as const)("a row in %i columns at the %s", (columns, align, expected) => {
	expect(textOf(fitRow(words, columns, align))).toBe(expected);
});

test("what is cut keeps its style", () => {
	expect(fitRow(words, 8)).toEqual([bold("front"), span(" "), dim("d…")]);
});

test("any row fits into any width, exactly", () => {
	const spans = fc.array(fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => span(text)));
	fc.assert(
		fc.property(spans, fc.nat(30), (row, columns) => {
			expect(widthOfRow(fitRow(row, columns))).toBe(columns);
		}),
	);
});

test.each([
	[16, "front door   end"],
	[13, "front doorend"],
	[10, "front …end"],
	[3, "end"],
	[2, "e…"],
])("two rows in %i columns: the second is the last to be cut", (columns, expected) => {
	expect(textOf(spreadRow(words, [span("end")], columns))).toBe(expected);
});

test("a row in the middle has the odd column behind it", () => {
	expect(textOf(centreRow([span("abc")], 8))).toBe("  abc   ");
});

test("blocks stand side by side, each in its width", () => {
	const rows = beside([
		{ rows: [[span("a")], [span("bcdef")]], columns: 4 },
		{ rows: [[span("x")]], columns: 2 },
	]);
	expect(rows.map(textOf)).toEqual(["a   x ", "bcd…  "]);
});

test.each([
	[5, ["a", "", "b", "", "c"]],
	[4, ["a", "", "b", "c"]],
	[3, ["a", "b", "c"]],
	[2, ["a", "b", "c"]],
])("empty rows go first where there are only %i", (height, expected) => {
	const rows = [[span("a")], [], [span("b")], [], [span("c")]];
	expect(compactRows(rows, height).map(textOf)).toEqual(expected);
});
