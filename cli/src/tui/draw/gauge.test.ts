import { expect, test } from "vitest";
import { gauge, sparkline } from "./gauge.js";
import { textOf } from "./span.js";

test.each([
	[0, "────"],
	[0.12, "╸───"],
	[0.5, "━━──"],
	[0.6, "━━╸─"],
	[1, "━━━━"],
	[-1, "────"],
	[7, "━━━━"],
])("a share of %d is %s", (share, expected) => {
	expect(textOf(gauge(share, 4))).toBe(expected);
});

test.each<[string, readonly number[], string]>([
	["nothing yet", [], "      "],
	["few values stand at the right", [0, 8], "    ▁▇"],
	["of many the latest are seen", [99, 0, 1, 2, 4, 6, 8], "▁▁▂▄▆▇"],
	["low ones do not fill it", [1, 1, 1, 1, 1, 1], "▂▂▂▂▂▂"],
])("%s", (_, values, expected) => {
	expect(textOf(sparkline(values, 6, 4))).toBe(expected);
});
