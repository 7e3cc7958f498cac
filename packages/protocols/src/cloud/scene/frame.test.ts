import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rgb, Show, WeatherCode } from "../messages.js";
import { isSameScene, maxLeds, renderFrame } from "./frame.js";

const codes: readonly WeatherCode[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const pink: Rgb = [255, 162, 174];

function weather(code: WeatherCode, intensity: number): Show {
	return { mode: "weather", weather: code, intensity };
}

const anyShow: fc.Arbitrary<Show> = fc.oneof(
	fc.constant<Show>({ mode: "off" }),
	fc.record({
		mode: fc.constant("weather" as const),
		weather: fc.constantFrom(...codes),
		intensity: fc.double({ min: 0, max: 10, noNaN: true }),
	}),
	fc.record({
		mode: fc.constant("color" as const),
		color: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)),
		pulse: fc.nat(9),
	}),
);

/** What a strip shows for a minute and then after a day, as the beginning of a hash. */
function fingerprint(show: Show, seed: string | number): string {
	const hash = createHash("sha256");
	for (let timeMs = 0; timeMs < 60_000; timeMs += 100)
		hash.update(renderFrame(show, { leds: 60, timeMs, seed }));
	hash.update(renderFrame(show, { leds: 60, timeMs: 86_400_000, seed }));
	return hash.digest("hex").slice(0, 16);
}

test.each<[string, Show, string | number, string]>([
	["sunrise 0", weather(1, 0), 1, "cd6b42339709df10"],
	["sunrise 4.17", weather(1, 4.17), "lamp", "b19d70a70e94f5b9"],
	["sunset 0", weather(2, 0), 1, "08009a35690badda"],
	["sunset 4.17", weather(2, 4.17), "lamp", "33f217916b244b25"],
	["clear 0", weather(3, 0), 1, "dfa93b658f807c32"],
	["clear 4.17", weather(3, 4.17), "lamp", "0738e67058421579"],
	["cloudy 0", weather(4, 0), 1, "db46c3fd26abbd0f"],
	["cloudy 4.17", weather(4, 4.17), "lamp", "abe434e6abbb276d"],
	["rain 0", weather(5, 0), 1, "bb9d74bd3df539c2"],
	["rain 4.17", weather(5, 4.17), "lamp", "1afe53a823b7ea25"],
	["storm 0", weather(6, 0), 1, "e79e4d0717aecff3"],
	["storm 4.17", weather(6, 4.17), "lamp", "c568031a178294e7"],
	["snow 0", weather(7, 0), 1, "413614f1a2fd15f2"],
	["snow 4.17", weather(7, 4.17), "lamp", "eb0a9f03f019529e"],
	["mist 0", weather(8, 0), 1, "bdf123095bb933c4"],
	["mist 4.17", weather(8, 4.17), "lamp", "818110099ebb745e"],
	["windy 0", weather(9, 0), 1, "32fc1aa63b5acb3b"],
	["windy 4.17", weather(9, 4.17), "lamp", "85123e4804c10480"],
	["a pulsing colour", { mode: "color", color: pink, pulse: 3 }, 1, "e79675c8b745780b"],
])("%s is the same in every byte, with seed %3$s", (_, show, seed, expected) => {
	expect(fingerprint(show, seed)).toBe(expected);
});

test("off is black, a steady colour is that colour", () => {
	const at = { leds: 3, timeMs: 1234, seed: 1 };
	expect([...renderFrame({ mode: "off" }, at)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect([...renderFrame({ mode: "color", color: pink, pulse: 0 }, at)]).toEqual([
		...pink,
		...pink,
		...pink,
	]);
});

test.each([
	[0, [200, 100, 50]],
	[600, [150, 75, 38]],
	[1200, [100, 50, 25]],
	[2400, [200, 100, 50]],
])("after %i ms a pulse of 5, which takes 2.4 s, shows %j", (timeMs, color) => {
	const show: Show = { mode: "color", color: [200, 100, 50], pulse: 5 };
	expect([...renderFrame(show, { leds: 1, timeMs, seed: 1 })]).toEqual(color);
});

test("brightness takes the same share of every channel", () => {
	const show: Show = { mode: "color", color: [200, 100, 50], pulse: 0 };
	const options = { leds: 2, timeMs: 0, seed: 1 };
	expect([...renderFrame(show, { ...options, brightness: 0.5 })]).toEqual([
		100, 50, 25, 100, 50, 25,
	]);
	expect([...renderFrame(show, { ...options, brightness: 0 })]).toEqual([0, 0, 0, 0, 0, 0]);
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, maxLeds + 1])(
	"a strip of %d LEDs is refused",
	(leds) => {
		expect(() => renderFrame({ mode: "off" }, { leds, timeMs: 0, seed: 1 })).toThrow(
			"leds must be a whole number from 0 to 10000",
		);
	},
);

test("a strip may have no LED, one, or very many", () => {
	for (const code of codes)
		for (const leds of [0, 1, 2, maxLeds])
			expect(renderFrame(weather(code, 5), { leds, timeMs: 500, seed: 1 })).toHaveLength(3 * leds);
});

test("a moment does not depend on what was drawn before, and other seeds look different", () => {
	fc.assert(
		fc.property(anyShow, fc.nat(100_000_000), fc.string(), (show, timeMs, seed) => {
			const options = { leds: 20, timeMs, seed };
			const frame = renderFrame(show, options);
			renderFrame(show, { ...options, timeMs: timeMs + 40 });
			expect(renderFrame(show, options)).toEqual(frame);
		}),
	);
	for (const code of [3, 4, 5, 6, 7, 8, 9] as const)
		expect(fingerprint(weather(code, 5), 1)).not.toBe(fingerprint(weather(code, 5), 2));
});

describe.each(codes)("weather %i", (code) => {
	test("at its weakest is light, at every moment", () => {
		let darkest = 255;
		for (let timeMs = 0; timeMs < 30_000; timeMs += 250) {
			const frame = renderFrame(weather(code, 0), { leds: 60, timeMs, seed: "weak" });
			for (let led = 0; led < 180; led += 3)
				darkest = Math.min(darkest, Math.max(...frame.subarray(led, led + 3)));
		}
		expect(darkest).toBeGreaterThan(8);
	});

	test("looks different at its strongest", () => {
		const options = { leds: 60, timeMs: 5000, seed: 1 };
		expect(renderFrame(weather(code, 10), options)).not.toEqual(
			renderFrame(weather(code, 0), options),
		);
	});
});

test("one weather goes on where only its intensity changes", () => {
	const off: Show = { mode: "off" };
	const color: Show = { mode: "color", color: pink, pulse: 3 };
	expect(isSameScene(weather(5, 1), weather(5, 9))).toBe(true);
	expect(isSameScene(weather(5, 1), weather(6, 1))).toBe(false);
	expect(isSameScene(off, off)).toBe(false);
	expect(isSameScene(color, color)).toBe(false);
	expect(isSameScene(weather(5, 1), color)).toBe(false);
});
