import fc from "fast-check";
import { expect, test } from "vitest";
import type { Key } from "../key.js";
import { emptyInput, inputOf, typed } from "./text-input.js";

function key(name: string): Key {
	return { name, text: [...name].length === 1 ? name : "" };
}

/** A line with `|` where the cursor is. */
function shown(text: string): { readonly text: string; readonly cursor: number } {
	const [before = "", after = ""] = text.split("|");
	return { text: before + after, cursor: [...before].length };
}

test.each([
	["a|c", "b", "ab|c"],
	["a|", "ü", "aü|"],
	["🎉|", "left", "|🎉"],
	["|🎉", "right", "🎉|"],
	["|ab", "left", "|ab"],
	["ab|", "right", "ab|"],
	["ab|c", "backspace", "a|c"],
	["|abc", "backspace", "|abc"],
	["a🎉|c", "backspace", "a|c"],
	["a|bc", "delete", "a|c"],
	["abc|", "delete", "abc|"],
	["ab|c", "home", "|abc"],
	["ab|c", "ctrl+a", "|abc"],
	["a|bc", "end", "abc|"],
	["a|bc", "ctrl+e", "abc|"],
	["abc|d", "ctrl+u", "|d"],
	["one two |three", "ctrl+w", "one |three"],
	["one|", "ctrl+w", "|"],
	["|one", "ctrl+w", "|one"],
])("%s and %s make %s", (before, name, after) => {
	expect(typed(shown(before), key(name))).toEqual(shown(after));
});

test("a key that writes nothing means nothing to a line", () => {
	for (const name of ["up", "tab", "pagedown", "ctrl+x", "escape"])
		expect(typed(inputOf("abc"), key(name))).toBeNull();
});

test("whatever is typed, the cursor is in the line, and the line is bounded", () => {
	const names = fc.constantFrom("a", "é", "🎉", "left", "right", "backspace", "delete", "ctrl+w");
	fc.assert(
		fc.property(fc.array(names, { maxLength: 60 }), (pressed) => {
			let input = emptyInput;
			for (const name of pressed) input = typed(input, key(name)) ?? input;
			expect(input.cursor).toBeGreaterThanOrEqual(0);
			expect(input.cursor).toBeLessThanOrEqual([...input.text].length);
		}),
	);
	let long = emptyInput;
	for (let i = 0; i < 3000; i++) long = typed(long, key("x")) ?? long;
	expect(long.text).toHaveLength(1000);
});
