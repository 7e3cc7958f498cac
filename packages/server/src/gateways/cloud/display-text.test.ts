import type { Display, Rgb, WeatherCode } from "@gw-sim/protocols/cloud";
import fc from "fast-check";
import { expect, test } from "vitest";
import { displayIn, displayText } from "./display-text.js";

const initial = displayIn(null);

const channel = fc.integer({ min: 0, max: 255 });

const displays: fc.Arbitrary<Display> = fc.record({
	mode: fc.constantFrom("off", "weather", "color"),
	weather: fc.record({
		weather: fc.constantFrom<WeatherCode>(1, 2, 3, 4, 5, 6, 7, 8, 9),
		intensity: fc.double({ min: 0, max: 10, noNaN: true }).map((value) => value + 0),
	}),
	manual: fc.record({
		color: fc.tuple(channel, channel, channel) as fc.Arbitrary<Rgb>,
		pulse: fc.integer({ min: 0, max: 9 }),
	}),
});

test("what is kept is what it was", () => {
	fc.assert(
		fc.property(displays, (display) => {
			const text = displayText(display);
			expect(displayIn(text)).toEqual(display);
			expect(displayText(displayIn(text))).toBe(text);
		}),
	);
});

test("any text is a display that can be shown", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			const display = displayIn(text);
			expect(displayIn(displayText(display))).toEqual(display);
		}),
	);
});

test("of what another version may have written, what can be shown stays", () => {
	const weather = { weather: 5, intensity: 3 };
	const manual = { color: [1, 2, 3], pulse: 4 };
	const kept = (value: unknown): Display => displayIn(JSON.stringify(value));
	expect(kept({ mode: "weather", weather })).toEqual({ ...initial, mode: "weather", weather });
	expect(kept({ mode: "disco", weather, manual })).toEqual({ mode: "off", weather, manual });
	expect(kept({ mode: "color", weather: { weather: 12 }, manual })).toEqual({
		...initial,
		mode: "color",
		manual,
	});
	expect(kept({ mode: "color", manual: { color: "red" } })).toEqual({ ...initial, mode: "color" });
	for (const other of [null, [], 1, "x", {}, { __proto__: { mode: "color" } }])
		expect(kept(other)).toEqual(initial);
});
