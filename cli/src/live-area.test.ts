import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { LiveArea } from "./live-area.js";
import { Screen } from "./testing/screen.js";

interface Bench {
	readonly clock: VirtualClock;
	readonly screen: Screen;
	readonly area: LiveArea;
	/** The lines that are to be drawn next. */
	lines: readonly string[];
	/** The widths that were asked for. */
	readonly widths: number[];
}

function setUp(columns = 20, rows = 6): Bench {
	const clock = new VirtualClock();
	const screen = new Screen(columns, rows);
	const widths: number[] = [];
	const bench: Bench = {
		clock,
		screen,
		widths,
		lines: ["one", "two"],
		area: new LiveArea({
			output: screen,
			clock,
			draw: (width) => {
				widths.push(width);
				return bench.lines;
			},
		}),
	};
	return bench;
}

test("text scrolls above, the lines stay below", async () => {
	const { clock, screen, area } = setUp();
	area.print("before");
	area.open();
	area.print("a");
	area.print("b");
	expect(screen.text()).toEqual(["before", "a", "b", "one", "two"]);
	for (const text of ["c", "d", "e", "f"]) area.print(text);
	await clock.advance(1000);
	expect(screen.text()).toEqual(["c", "d", "e", "f", "one", "two"]);
	expect(screen.isCursorShown).toBe(false);
	area.close();
	expect(screen.text()).toEqual(["c", "d", "e", "f"]);
	expect(screen.isCursorShown).toBe(true);
	screen.write("$ ");
	expect(screen.text()).toEqual(["c", "d", "e", "f", "$ "]);
	expect(clock.pending).toBe(0);
});

test("a line of text that is too wide wraps, and the lines stay whole", () => {
	const { screen, area } = setUp();
	area.open();
	area.print("x".repeat(25));
	expect(screen.text()).toEqual(["x".repeat(20), "x".repeat(5), "one", "two"]);
});

test("they are redrawn 15 times a second at most, and only where they changed", async () => {
	const bench = setUp();
	const { clock, screen, area, widths } = bench;
	area.open();
	const drawn = screen.writes;
	await clock.advance(1000);
	expect(widths.length).toBe(16);
	expect(screen.writes).toBe(drawn);
	bench.lines = ["one", "three"];
	await clock.advance(67);
	expect(screen.writes).toBe(drawn + 1);
	expect(screen.text()).toEqual(["one", "three"]);
	bench.lines = ["1"];
	await clock.advance(67);
	expect(screen.text()).toEqual(["1"]);
	bench.lines = [];
	await clock.advance(67);
	expect(screen.text()).toEqual([]);
	bench.lines = ["a", "b", "c"];
	await clock.advance(67);
	expect(screen.text()).toEqual(["a", "b", "c"]);
});

test("no line is asked to be as wide as the screen, nor are there as many as it has rows", () => {
	const bench = setUp(10, 3);
	bench.lines = ["a", "b", "c", "d"];
	bench.area.open();
	expect(bench.widths).toEqual([9]);
	expect(bench.screen.text()).toEqual(["a", "b"]);
});

test("what is too wide all the same is cut", () => {
	const bench = setUp(5, 6);
	bench.lines = ["abcdefgh", "ij"];
	bench.area.open();
	bench.area.print("x");
	expect(bench.screen.text()).toEqual(["x", "abcdh", "ij"]);
});

test("a terminal of another size is drawn afresh", () => {
	const { screen, area, widths } = setUp();
	area.resized();
	area.open();
	area.print("text");
	screen.columns = 30;
	area.resized();
	expect(widths).toEqual([19, 29]);
	expect(screen.text()).toEqual(["text", "one", "two"]);
});

test.each([undefined, 0])("a terminal that says %s has 80 columns", (columns) => {
	const { screen, area, widths } = setUp();
	screen.columns = columns;
	area.open();
	expect(widths).toEqual([79]);
});

test("it can be closed and opened again, more than once", async () => {
	const { clock, screen, area } = setUp();
	area.close();
	area.open();
	area.open();
	area.close();
	area.close();
	area.print("meanwhile");
	expect(screen.text()).toEqual(["meanwhile"]);
	area.open();
	await clock.advance(100);
	expect(screen.text()).toEqual(["meanwhile", "one", "two"]);
	expect(clock.pending).toBe(1);
	area.close();
	expect(clock.pending).toBe(0);
});
