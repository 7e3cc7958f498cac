import fc from "fast-check";
import { expect, test } from "vitest";
import { paneBox } from "./pane.js";
import { widthOfRow } from "./row.js";
import { dim, span, textOf } from "./span.js";

const pane = {
	title: [span("Frames"), dim(" of lock-1")],
	aside: [span("paused")],
	foot: [dim("3–4 of 9")],
	rows: [[span("one")], [span("a line that is too long")], [span("three")]],
	isFocused: false,
};

test("a pane has its title, what stands beside it, and its place", () => {
	expect(paneBox(pane, 36, 5).map(textOf)).toEqual([
		"╭─ Frames of lock-1 ────── paused ─╮",
		"│ one                              │",
		"│ a line that is too long          │",
		"│ three                            │",
		"╰─────────────────────── 3–4 of 9 ─╯",
	]);
});

test("where there is little room, what stands beside the title goes, and the title is cut", () => {
	expect(paneBox(pane, 26, 3).map(textOf)[0]).toBe("╭─ Frames of lock-1 ─────╮");
	expect(paneBox(pane, 16, 3).map(textOf)).toEqual([
		"╭─ Frames of …─╮",
		"│ one          │",
		"╰─── 3–4 of 9 ─╯",
	]);
});

test("the pane that keys go to is told by its border and its title", () => {
	const [top = []] = paneBox({ ...pane, isFocused: true }, 36, 5);
	expect(top[0]).toEqual({ text: "╭─", tone: "info", bold: true });
	expect(top.find(({ text }) => text === "Frames")).toEqual({ text: "Frames", bold: true });
});

test("it is exactly as large as told", () => {
	const sizes = fc.tuple(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 2, max: 12 }));
	fc.assert(
		fc.property(sizes, fc.string({ unit: "grapheme" }), ([columns, height], title) => {
			const rows = paneBox({ ...pane, title: [span(title)] }, columns, height);
			expect(rows.map(widthOfRow)).toEqual(Array.from({ length: height }, () => columns));
		}),
	);
});
