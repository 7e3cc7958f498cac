import { expect, test } from "vitest";
import { maxFps, paceMs, wireMs } from "./timing.js";

/** Milliseconds as measured and calculated for 115200 baud. */
test.each([
	[16, 4.7],
	[60, 16.1],
	[100, 26.6],
	[150, 39.6],
	[300, 78.6],
])("%i LEDs spend %d ms on the wire at 115200 baud", (leds, ms) => {
	expect(wireMs({ protocol: "adalight", baud: 115_200, leds })).toBeCloseTo(ms, 1);
});

test("a board that tells nothing gets time for its strip, and two milliseconds", () => {
	const load = { protocol: "adalight", baud: 500_000, leds: 300 } as const;
	expect(paceMs(load) - wireMs(load)).toBeCloseTo(0.0301 * 300 + 2, 6);
	expect(maxFps(load)).toBeCloseTo(1000 / 29.15, 1);
});

test("30 frames a second are too many for 113 LEDs at 115200 baud", () => {
	const fps = (leds: number): number => maxFps({ protocol: "adalight", baud: 115_200, leds });
	expect(fps(105)).toBeGreaterThan(30);
	expect(fps(113)).toBeLessThan(30);
});

test("variants of AWA take longer", () => {
	const load = { protocol: "awa", baud: 2_000_000, leds: 100 } as const;
	expect(wireMs({ ...load, awa: { rgbw: true } })).toBeGreaterThan(wireMs(load));
});
