import fc from "fast-check";
import { expect, test } from "vitest";
import { colorsOf, meanHex, stripLine } from "./strip-line.js";

const esc = "\u001b";
const red = [255, 0, 0];
const blue = [0, 0, 255];
const grey = [128, 128, 128];

function frame(...leds: readonly (readonly number[])[]): Uint8Array {
	return Uint8Array.from(leds.flat());
}

/** A line with `<codes>` in place of its SGR sequences. */
function readable(line: string): string {
	return line.replaceAll(new RegExp(`${esc}\\[([\\d;]*)m`, "g"), "<$1>");
}

test.each([
	[{ COLORTERM: "truecolor" }, "all"],
	[{ COLORTERM: "24bit", TERM: "xterm-256color" }, "all"],
	[{ TERM: "xterm-256color" }, "256"],
	[{ COLORTERM: "yes" }, "256"],
	[{ COLORTERM: "truecolor", NO_COLOR: "1" }, "none"],
	[{ COLORTERM: "truecolor", NO_COLOR: "" }, "all"],
	[{ COLORTERM: "truecolor", TERM: "dumb" }, "none"],
])("a terminal with %j has colours: %s", (env, expected) => {
	expect(colorsOf(env)).toBe(expected);
});

test.each([
	["an LED a column", 2, [red, blue], "<38;2;255;0;0>█<38;2;0;0;255>█<0>"],
	["as many columns an LED as fit", 5, [red, blue], "<38;2;255;0;0>██<38;2;0;0;255>██<0>"],
	["a colour said once", 3, [red, red, blue], "<38;2;255;0;0>██<38;2;0;0;255>█<0>"],
	[
		"two LEDs a column where there are more",
		2,
		[red, blue, blue, red],
		"<38;2;255;0;0;48;2;0;0;255>▌<38;2;0;0;255;48;2;255;0;0>▌<0>",
	],
	["an odd one at the end", 2, [red, blue, red], "<38;2;255;0;0;48;2;0;0;255>▌<49>▌<0>"],
	[
		"the mean of several where two do not do",
		1,
		[red, blue, red, red],
		"<38;2;128;0;128;48;2;255;0;0>▌<0>",
	],
])("%s", (_, columns, leds, expected) => {
	expect(readable(stripLine(frame(...leds), columns, "all"))).toBe(expected);
});

test.each([
	[red, 196],
	[blue, 21],
	[[0, 0, 0], 16],
	[[255, 255, 255], 231],
	[grey, 244],
	[[70, 64, 75], 238],
	[[95, 135, 175], 67],
	[[116, 100, 250], 99],
])("of 256 colours %j is number %i", (led, number) => {
	expect(readable(stripLine(frame(led), 1, "256"))).toBe(`<38;5;${number}>█<0>`);
});

test("without colours a block's height is the brightness", () => {
	const leds = [
		[0, 0, 0],
		[1, 0, 0],
		[128, 128, 128],
		[255, 255, 255],
	];
	expect(stripLine(frame(...leds), 4, "none")).toBe(" ▁▅█");
	expect(stripLine(frame(...leds), 9, "none")).toBe("  ▁▁▅▅██");
	expect(stripLine(frame(...leds), 2, "none")).toBe("▁▇");
});

test("the mean of a strip is told in hex", () => {
	expect(meanHex(frame(red, blue))).toBe("#800080");
	expect(meanHex(frame([1, 2, 3]))).toBe("#010203");
});

test("no strip is wider than the terminal, or empty", () => {
	fc.assert(
		fc.property(
			fc.uint8Array({ minLength: 3, maxLength: 900 }),
			fc.integer({ min: 1, max: 120 }),
			fc.constantFrom("all" as const, "256" as const, "none" as const),
			(bytes, columns, colors) => {
				const leds = bytes.subarray(0, bytes.length - (bytes.length % 3));
				const text = readable(stripLine(leds, columns, colors)).replaceAll(/<[\d;]*>/g, "");
				expect(text.length).toBeGreaterThan(columns / 2 - 1);
				expect(text.length).toBeLessThanOrEqual(columns);
				expect(text).toMatch(/^[ ▁▂▃▄▅▆▇█▌]+$/u);
			},
		),
	);
});
