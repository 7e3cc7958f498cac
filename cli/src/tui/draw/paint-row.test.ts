import { expect, test } from "vitest";
import type { Colors } from "../../cloud/strip-line.js";
import { paintRow } from "./paint-row.js";
import type { Row } from "./span.js";

const esc = "\u001b";

/** A line with `<codes>` in place of its SGR sequences. */
function painted(row: Row, colors: Colors): string {
	return paintRow(row, colors).replaceAll(new RegExp(`${esc}\\[([\\d;]*)m`, "g"), "<$1>");
}

const rose: Row = [{ text: "▀", front: [255, 162.4, 174], back: [0, 0, 0] }];

test.each<[string, Row, Colors, string]>([
	["plain text", [{ text: "a" }], "all", "a"],
	["a tone", [{ text: "a", tone: "good" }], "256", "<0;32>a<0>"],
	[
		"all at once",
		[{ text: "a", tone: "bad", bold: true, dim: true, inverse: true }],
		"all",
		"<0;1;2;7;31>a<0>",
	],
	[
		"equal styles",
		[
			{ text: "a", bold: true },
			{ text: "b", bold: true },
		],
		"all",
		"<0;1>ab<0>",
	],
	["a style that ends", [{ text: "a", bold: true }, { text: "b" }], "all", "<0;1>a<0>b"],
	["nothing", [{ text: "", bold: true }], "all", ""],
	["exact colours", rose, "all", "<0;38;2;255;162;174;48;2;0;0;0>▀<0>"],
	["the nearest of 256", rose, "256", "<0;38;5;217;48;5;16>▀<0>"],
	["no colours", rose, "none", "▀"],
	["a tone without colours", [{ text: "a", tone: "good" }], "none", "a"],
	["what is bad without colours", [{ text: "a", tone: "bad" }], "none", "<0;1>a<0>"],
	[
		"no colours, but styles",
		[{ text: "a", tone: "good", dim: true, inverse: true }],
		"none",
		"<0;2;7>a<0>",
	],
])("%s", (_, row, colors, expected) => {
	expect(painted(row, colors)).toBe(expected);
});
