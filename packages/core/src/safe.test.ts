import { safe, safeJson } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";

const hostile = [
	["OSC 52 clipboard", "\x1b]52;c;AAAA\x07"],
	["window title", "\x1b]0;owned\x07"],
	["CSI", "\x1b[2J"],
	["C1 CSI", "\x9b2J"],
	["DCS", "\x90q\x9c"],
	["carriage return", "ok\rroot"],
	["new line", "ok\nroot"],
	["backspace", "ab\b\b"],
	["DEL", "a\x7f"],
	["right-to-left override", "a\u202eb"],
	["isolate", "a\u2066b"],
	["zero width space", "a\u200bb"],
	["byte order mark", "\ufeffa"],
	["line separator", "a\u2028b"],
	["tag character", "a\u{e0041}b"],
	["lone surrogate", "a\ud800b"],
] as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
const dangerous = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

test.each(hostile)("%s is escaped in text and in JSON", (_, text) => {
	expect(safe(text)).not.toMatch(dangerous);
	expect(safe(text)).toContain("\\u");
	expect(safeJson({ text })).not.toMatch(dangerous);
	expect(JSON.parse(safeJson({ text }))).toEqual({ text });
});

test("ordinary text in any language stays as it is", () => {
	for (const text of ["Front door", "Türschloß", "玄関", "🔒 lock", "a_b-c.d:e"])
		expect(safe(text)).toBe(text);
});

test("any text comes out harmless and within its length", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
			expect(safe(text, 50)).not.toMatch(dangerous);
			expect(safe(text, 50).length).toBeLessThanOrEqual(50 * 12 + 1);
			expect(JSON.parse(safeJson(text))).toBe(text);
		}),
	);
});

test("long text ends in an ellipsis", () => {
	expect(safe("x".repeat(300), 10)).toBe(`${"x".repeat(10)}…`);
});

test("what has no JSON form prints as null", () => {
	expect([undefined, () => {}, Symbol("s")].map(safeJson)).toEqual(["null", "null", "null"]);
});
