import { expect, test } from "vitest";
import type { LogLine } from "../../device-model.js";
import { textOf } from "../span.js";
import { logRows } from "./log.js";

function line(level: LogLine["level"], text: string): LogLine {
	return { seq: 0, at: 61_007, name: "lock-1", level, text };
}

test.each([
	["info", "0:01:01 lock-1      link online"],
	["error", "0:01:01 lock-1    ✗ link online"],
	["debug", "0:01:01 lock-1    · link online"],
] as const)("a line of the level %s", (level, expected) => {
	const [row = []] = logRows([line(level, "link online")], 0, 40, 5);
	expect(textOf(row).trimEnd()).toBe(expected);
});

test("a long line is cut, and the newest is at the bottom or what was scrolled to", () => {
	const lines = Array.from({ length: 9 }, (_, i) => line("info", `${i} ${"long ".repeat(9)}`));
	const seen = (scroll: number): readonly string[] =>
		logRows(lines, scroll, 30, 2).map((row) => textOf(row).slice(20));
	expect(seen(0)).toEqual(["7 long lo…", "8 long lo…"]);
	expect(seen(5)).toEqual(["2 long lo…", "3 long lo…"]);
});

test("before anything was logged", () => {
	expect(logRows([], 0, 40, 5).map(textOf)).toEqual(["nothing was logged yet"]);
});
