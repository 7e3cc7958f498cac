import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter } from "./line-splitter.js";

function split(chunks: readonly string[], maxLength = 10): string[] {
	const heard: string[] = [];
	const splitter = new LineSplitter({
		maxLength,
		line: (line) => heard.push(line),
		tooLong: () => heard.push("TOO LONG"),
	});
	for (const chunk of chunks) splitter.push(chunk);
	splitter.end();
	return heard;
}

test.each([
	["lines", ["a\nb\n"], ["a", "b"]],
	["a last line without an end", ["a\nb"], ["a", "b"]],
	["carriage returns and blank lines", ["a\r\n\r\n  \nb\r\n"], ["a", "b"]],
	["a line in pieces", ["a", "b", "c\nd"], ["abc", "d"]],
	["the longest line", ["0123456789\n"], ["0123456789"]],
	[
		"a line too long, told once, and the next one",
		["01234567", "89abc", "def\nok\n"],
		["TOO LONG", "ok"],
	],
	["a line too long at the end", ["0123456789abc"], ["TOO LONG"]],
	["two of them", [`${"x".repeat(50)}\n${"y".repeat(50)}\nz`], ["TOO LONG", "TOO LONG", "z"]],
])("%s", (_, chunks, expected) => {
	expect(split(chunks)).toEqual(expected);
});

test("where the input is cut makes no difference", () => {
	const text = fc
		.array(fc.constantFrom("a", "bc", "\n", "\r\n", "0123456789", " "))
		.map((parts) => parts.join(""));
	fc.assert(
		fc.property(text, fc.array(fc.nat(40)), (input, cuts) => {
			const sorted = [0, ...cuts.map((cut) => Math.min(cut, input.length)), input.length].sort(
				(a, b) => a - b,
			);
			const chunks = sorted.slice(1).map((to, i) => input.slice(sorted[i], to));
			expect(split(chunks)).toEqual(split([input]));
		}),
	);
});
