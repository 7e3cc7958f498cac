import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleHelp } from "../../testing/sample.js";
import { textOf } from "../span.js";
import { helpRows } from "./help.js";

function shown(columns: number): readonly string[] {
	return helpRows(sampleHelp, columns).map((row) => textOf(row).trimEnd());
}

test("sections stand below each other where there is little room", () => {
	const lines = shown(60);
	expect(lines[0]).toBe("Everywhere");
	expect(lines).toContain("space  pause");
	expect(lines).toHaveLength(10 + 2 + 3 + 3 * 2);
});

test("and side by side where there is more", () => {
	const lines = shown(74);
	expect(lines[0]).toBe(`${"Everywhere".padEnd(37)}Lock`);
	expect(lines[1]).toBe(`${"?      help".padEnd(37)}p      put it into pairing mode`);
	expect(lines).toHaveLength(12);
});

test("a label that is too long goes on below itself", () => {
	const long = [{ title: "a", hints: [{ keys: "x", label: "one two three four five six seven" }] }];
	expect(helpRows(long, 30).map((row) => textOf(row).trimEnd())).toEqual([
		"a",
		"x  one two three four five",
		"   six seven",
		"",
	]);
});

test("of any sections every key is shown, once", () => {
	const hint = fc.record({ keys: fc.constantFrom("x", "y", "tab"), label: fc.constant("label") });
	const section = fc.record({
		title: fc.constant("title"),
		hints: fc.array(hint, { maxLength: 8 }),
	});
	fc.assert(
		fc.property(
			fc.array(section, { maxLength: 8 }),
			fc.integer({ min: 30, max: 200 }),
			(sections, columns) => {
				const text = helpRows(sections, columns).map(textOf).join("\n");
				expect(text.match(/label/g)?.length ?? 0).toBe(
					sections.flatMap(({ hints }) => hints).length,
				);
				expect(text.match(/title/g)?.length ?? 0).toBe(sections.length);
			},
		),
	);
});
