import fc from "fast-check";
import { expect, test } from "vitest";
import { viewNames } from "../model.js";
import { barRows, type Layout, layoutOf, leastColumns, leastRows } from "./layout.js";

function told(layout: Layout): string {
	return layout
		.map((stack) =>
			stack.map(({ pane, columns, rows }) => `${pane} ${columns}x${rows}`).join(" + "),
		)
		.join(" | ");
}

test.each([
	[80, 24, "list", "list 28x21 | device 52x21"],
	[80, 24, "device", "list 28x21 | device 52x21"],
	[80, 24, "frames", "list 28x21 | frames 52x21"],
	[80, 24, "log", "log 80x21"],
	[120, 40, "list", "list 38x37 | device 82x23 + frames 82x14"],
	[120, 40, "frames", "list 38x37 | device 82x23 + frames 82x14"],
	[120, 40, "log", "list 38x37 | log 82x37"],
	[120, 30, "device", "list 30x27 | device 90x27"],
	[
		200,
		60,
		"server",
		"list 57x29 + processes 57x28 | device 72x33 + server 72x24 | frames 71x33 + log 71x24",
	],
] as const)("%ix%i with the view %s", (columns, rows, view, expected) => {
	expect(told(layoutOf(columns, rows, view))).toBe(expected);
});

test("panes fill any screen, and the view is among them or its device is", () => {
	const size = fc.tuple(
		fc.integer({ min: leastColumns, max: 300 }),
		fc.integer({ min: leastRows, max: 100 }),
	);
	fc.assert(
		fc.property(size, fc.constantFrom(...viewNames), ([columns, rows], view) => {
			const layout = layoutOf(columns, rows, view);
			let width = 0;
			for (const stack of layout) {
				width += stack[0]?.columns ?? 0;
				expect(new Set(stack.map((place) => place.columns)).size).toBe(1);
				expect(stack.reduce((sum, place) => sum + place.rows, 0)).toBe(rows - barRows);
				for (const place of stack) expect(place.rows).toBeGreaterThanOrEqual(10);
			}
			expect(width).toBe(columns);
			expect(layout.flat().map(({ pane }) => pane)).toContain(view);
		}),
	);
});
