import { expect, test } from "vitest";
import { widthOfRow } from "./row.js";
import { textOf } from "./span.js";
import { inputRow } from "./text-input.js";

const placeholder = "04A1B2C3";

test.each([
	["nothing yet", "", 0, "[ ] 04A1B2C3"],
	["the cursor behind the text", "04A1", 4, "04A1[ ]"],
	["the cursor in the text", "04A1", 1, "0[4]A1"],
	["wide characters", "玄関ab", 1, "玄[関]ab"],
	["of a long text its end", "0123456789abcdefghij", 20, "89abcdefghij[ ]"],
])("%s", (_, text, cursor, expected) => {
	const row = inputRow({ text, cursor, placeholder }, 14, true);
	expect(row.map((span) => (span.inverse ? `[${span.text}]` : span.text)).join("")).toBe(expected);
});

test("up to its cursor a long text is never wider than told", () => {
	const text = "玄関のドアの前に立っている人";
	for (let cursor = 0; cursor <= text.length; cursor++) {
		const row = inputRow({ text, cursor, placeholder }, 14, true);
		expect(widthOfRow(row.slice(0, 2))).toBeLessThanOrEqual(14);
	}
});

test("a field without the keys has no cursor", () => {
	expect(textOf(inputRow({ text: "04", cursor: 1, placeholder }, 14, false))).toBe("04");
	expect(textOf(inputRow({ text: "", cursor: 0, placeholder }, 14, false))).toBe(placeholder);
});
