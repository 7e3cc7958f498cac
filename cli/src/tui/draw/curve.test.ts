import { expect, test } from "vitest";
import type { Warmth } from "../device-model.js";
import { sampleNow, samplePuff } from "../testing/sample-devices.js";
import { curveRows } from "./curve.js";
import { widthOfRow } from "./row.js";
import { textOf } from "./span.js";

const window = { now: sampleNow, spanMs: 120_000, columns: 40, height: 7 };

function drawn(history: readonly Warmth[]): readonly string[] {
	return curveRows(history, window).map((row) => textOf(row).trimEnd());
}

test("a cycle is an area below the line of its target", () => {
	expect(drawn(samplePuff.history.items)).toEqual([
		"280°┤▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁",
		"    ┤        ▃▆▇█████████████▆▁",
		"180°┤       ▆██████████████████▆▂",
		"    ┤      ▆██████████████████████▆▃▁",
		"    ┤      ██████████████████████████▇▆▅",
		" 40°┤▁▁▁▁▁▁█████████████████████████████",
		"    └120 s ago ───────────────────── now",
	]);
});

test("before anything is known there are the axes alone", () => {
	expect(drawn([])).toEqual([
		"280°┤",
		"    ┤",
		"180°┤",
		"    ┤",
		"    ┤",
		" 40°┤",
		expect.anything(),
	]);
});

test("what held before the window began holds at its left end", () => {
	const [, , third] = drawn([{ at: 0, temperature: 200, target: 150, heat: "active" }]);
	expect(third).toMatch(/^180°┤█{35}$|^180°┤[▁-▇]{35}$/);
});

test("the target is seen over a chamber that is hotter, by its ground", () => {
	const rows = curveRows([{ at: 0, temperature: 295, target: 150, heat: "active" }], window);
	const cells = rows.map((row) => row.at(-1));
	const target = cells.find((cell) => cell?.bold === true);
	expect(target?.back).toBeDefined();
	expect(cells.filter((cell) => cell?.text === "█")).toHaveLength(4);
});

test("hotter than ever, the axis grows", () => {
	expect(drawn([{ at: 0, temperature: 900, target: 254, heat: "active" }])[0]).toMatch(
		/^830°┤█{35}$/,
	);
});

test.each([1e308, -1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
	"%d degrees do no harm",
	(degrees) => {
		const warmth = { at: 0, temperature: degrees, target: degrees, heat: "active" };
		const rows = curveRows([warmth], window);
		expect(new Set(rows.map(widthOfRow))).toEqual(new Set([40]));
	},
);

test.each([24, 40, 90])("all rows are %i wide", (columns) => {
	const rows = curveRows(samplePuff.history.items, { ...window, columns });
	expect(new Set(rows.map(widthOfRow))).toEqual(new Set([columns]));
});
