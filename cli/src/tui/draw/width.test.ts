import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { cut, fit, widthOf, wrap } from "./width.js";

test.each([
	["plain", 5],
	["玄関", 4],
	["🎉", 2],
	["👍🏽", 2],
	["🇩🇪", 2],
	["e\u0301", 1],
	["╭─●▁━", 5],
])("%s takes %i columns", (text, columns) => {
	expect(widthOf(text)).toBe(columns);
});

test.each([
	["abcdef", 6, "abcdef"],
	["abcdef", 5, "abcd…"],
	["abcdef", 1, "…"],
	["abcdef", 0, ""],
	["玄関のドア", 10, "玄関のドア"],
	["玄関のドア", 9, "玄関のド…"],
	["玄関のドア", 8, "玄関の…"],
	["a👍🏽b", 3, "a…"],
	["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
])("%s in %i columns is %s", (text, columns, expected) => {
	expect(cut(text, columns)).toBe(expected);
});

test.each([
	["ab", 4, "left", "ab  "],
	["ab", 4, "right", "  ab"],
	["玄関", 3, "left", "玄…"],
	["玄関", 2, "left", "… "],
] as const)("%s fits %i columns at the %s", (text, columns, align, expected) => {
	expect(fit(text, columns, align)).toBe(expected);
});

test.each([
	["one two three", 7, ["one two", "three"]],
	["one", 3, ["one"]],
	["", 3, [""]],
	["abcdefgh", 3, ["abc", "def", "gh"]],
	["so: おはようございます", 10, ["so: おはよ", "うございま", "す"]],
	["玄関", 1, ["玄", "関"]],
])("%s wraps at %i", (text, columns, expected) => {
	expect(wrap(text, columns)).toEqual(expected);
});

const anyText = fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.normalize());

test("any text fits into any width, exactly", () => {
	fc.assert(
		fc.property(anyText, fc.nat(40), (text, columns) => {
			expect(widthOf(fit(text, columns))).toBe(columns);
		}),
	);
});

// Wide enough for any one character: some of several parts take more than two columns.
test("no line is wider than told, and no character but blanks is lost", () => {
	const letters = (text: string): string => text.replace(/\s/gu, "");
	fc.assert(
		fc.property(anyText, fc.integer({ min: 12, max: 40 }), (text, columns) => {
			const lines = wrap(text, columns);
			for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
			expect(letters(lines.join(""))).toBe(letters(text));
		}),
	);
});

test("what is taken for one column without a look is one column to string-width too", () => {
	for (let code = 0x20; code < 0x1_0000; code++) {
		const character = String.fromCharCode(code);
		if (widthOf(character) !== stringWidth(character))
			expect(`U+${code.toString(16)}`).toBe("as wide as string-width says");
	}
});
