import { expect, test } from "vitest";
import { pulseBrightness } from "../brightness.js";
import type { WeatherCode } from "../messages.js";
import { chance } from "./chance.js";
import { eventsBetween } from "./events.js";
import { renderFrame } from "./frame.js";
import { dropPlan } from "./rain.js";
import { burstPlan } from "./storm.js";

const leds = 60;

function frameOf(weather: WeatherCode, intensity: number, timeMs = 0, seed = "s"): Uint8Array {
	return renderFrame({ mode: "weather", weather, intensity }, { leds, timeMs, seed });
}

function mean(frame: Uint8Array): number {
	return frame.reduce((sum, channel) => sum + channel, 0) / frame.length;
}

function led(frame: Uint8Array, index: number): number[] {
	return [...frame.subarray(3 * index, 3 * index + 3)];
}

const allOf = (color: readonly number[]): Uint8Array =>
	Uint8Array.from({ length: 3 * leds }, (_, i) => color[i % 3] ?? 0);

const deepBlue = [6, 12, 70];
const warmWhite = [255, 206, 150];

test("a sunrise begins deep blue and ends warm white, a sunset is the way back", () => {
	expect(frameOf(1, 0)).toEqual(allOf(deepBlue));
	expect(frameOf(1, 10)).toEqual(allOf(warmWhite));
	expect(frameOf(2, 0)).toEqual(allOf(warmWhite));
	expect(frameOf(2, 10)).toEqual(allOf(deepBlue));
	for (let i = 0; i <= 10; i++) expect(frameOf(2, i)).toEqual(frameOf(1, 10 - i));
});

test("half-way the sun is orange, and highest in the middle of the strip", () => {
	const frame = frameOf(1, 5);
	const [red = 0, green = 0, blue = 0] = led(frame, 30);
	expect(red).toBeGreaterThan(230);
	expect(green).toBeGreaterThan(blue);
	expect(led(frame, 0)[0]).toBeLessThan(red);
	expect(led(frame, 0)).toEqual(led(frame, 59));
});

test("a sunrise only ever gets redder", () => {
	let before = 0;
	for (let i = 0; i <= 100; i++) {
		const [red = 0] = led(frameOf(1, i / 10), 15);
		expect(red).toBeGreaterThanOrEqual(before);
		before = red;
	}
});

test("a clear sky goes from 35 to 100 %, brighter with each step, and shimmers by a hundredth", () => {
	const means = Array.from({ length: 10 }, (_, i) => mean(frameOf(3, i)));
	for (let i = 1; i < 10; i++) expect(means[i]).toBeGreaterThan(means[i - 1] ?? 0);
	expect((means[0] ?? 0) / (means[9] ?? 1)).toBeCloseTo(0.35, 2);
	for (let timeMs = 0; timeMs < 30_000; timeMs += 500)
		for (const channel of [2, 59, 179]) {
			const value = frameOf(3, 9, timeMs)[channel] ?? 0;
			expect(value).toBeGreaterThanOrEqual(232);
			expect(value).toBeLessThanOrEqual(235);
		}
});

test("clouds take the blue away", () => {
	const blueness = (i: number): number => {
		const [red = 0, , blue = 0] = led(frameOf(4, i), 7);
		return blue / red;
	};
	for (let i = 1; i <= 10; i++) expect(blueness(i)).toBeLessThan(blueness(i - 1));
	expect(blueness(0)).toBeGreaterThan(3);
	expect(blueness(10)).toBeLessThan(1.2);
});

test.each<[WeatherCode, string]>([
	[1, "sunrise"],
	[2, "sunset"],
	[3, "clear"],
	[4, "cloudy"],
	[7, "snow"],
	[8, "mist"],
])(
	"weather %i, %s, is slow: no channel moves by more than 8 in a thirtieth of a second",
	(code) => {
		for (const intensity of [0, 5, 10]) {
			let before = frameOf(code, intensity, 0);
			for (let timeMs = 33; timeMs < 20_000; timeMs += 33) {
				const frame = frameOf(code, intensity, timeMs);
				const steps = frame.map((value, i) => Math.abs(value - (before[i] ?? 0)));
				expect(Math.max(...steps)).toBeLessThanOrEqual(8);
				before = frame;
			}
		}
	},
);

const minutes = 60;

test.each([
	[0, 1],
	[0.5, 10.5],
	[1, 20],
])("at strength %d there are %d drops a second", (strength, perSecond) => {
	const drops = eventsBetween(dropPlan({ strength, seed: 7 }), 0, minutes * 60_000);
	expect(Math.abs(drops.length / (minutes * 60) / perSecond - 1)).toBeLessThan(0.05);
});

test.each([
	[0, 8000],
	[0.5, 4750],
	[1, 1500],
])("at strength %d bursts of lightning are %d ms apart", (strength, gapMs) => {
	const bursts = eventsBetween(burstPlan({ strength, seed: 7 }), 0, 4 * minutes * 60_000);
	expect(Math.abs((4 * minutes * 60_000) / bursts.length / gapMs - 1)).toBeLessThan(0.06);
});

test("drops and bursts are seen in the frames when they begin, and not long after", () => {
	const seed = "s";
	for (const [code, plan, lastMs] of [
		[5, dropPlan({ strength: 0, seed }), 520],
		[6, burstPlan({ strength: 0, seed }), 600],
	] as const) {
		const calm = mean(frameOf(5, 0, quietAt(seed), seed));
		for (const { atMs } of eventsBetween(plan, 0, 60_000)) {
			const begun = frameOf(code, 0, atMs + 20, seed);
			expect(mean(begun)).toBeGreaterThan(calm);
			const next = eventsBetween(plan, atMs + 1, atMs + lastMs);
			const drops = eventsBetween(dropPlan({ strength: 0, seed }), atMs - 100, atMs + lastMs);
			if (next.length === 0 && drops.length === 0)
				expect(mean(frameOf(code, 0, atMs + lastMs, seed))).toBe(calm);
		}
	}
});

/** A moment at which no drop is falling. */
function quietAt(seed: string): number {
	for (let timeMs = 0; ; timeMs += 100)
		if (eventsBetween(dropPlan({ strength: 0, seed }), timeMs - 600, timeMs).length === 0)
			return timeMs;
}

test("a stronger rain is the same rain with more drops", () => {
	const weak = eventsBetween(dropPlan({ strength: 0.2, seed: 1 }), 0, 60_000);
	const strong = eventsBetween(dropPlan({ strength: 0.8, seed: 1 }), 0, 60_000);
	expect(strong).toEqual(expect.arrayContaining([...weak]));
	expect(strong.length).toBeGreaterThan(2 * weak.length);
});

test("where a stretch of time is cut makes no difference to its events", () => {
	const plan = dropPlan({ strength: 0.5, seed: 3 });
	const whole = eventsBetween(plan, 0, 10_000);
	const parts = [0, 1234.5, 5000, 5000.25, 7777, 10_000];
	const pieces = parts.slice(1).flatMap((to, i) => eventsBetween(plan, parts[i] ?? 0, to));
	expect(pieces).toEqual(whole);
	expect(eventsBetween(plan, -5000, -1).length).toBeGreaterThan(30);
});

test("snow sparkles on more LEDs the stronger it is, and never everywhere", () => {
	const sparkling = (intensity: number): number => {
		const seen = new Set<number>();
		for (let timeMs = 0; timeMs < 6000; timeMs += 100) {
			const frame = frameOf(7, intensity, timeMs);
			for (let i = 0; i < leds; i++) if ((frame[3 * i] ?? 0) > 150) seen.add(i);
		}
		return seen.size;
	};
	const [weak, strong] = [sparkling(0), sparkling(9)];
	expect(weak).toBeGreaterThan(0);
	expect(strong).toBeGreaterThan(3 * weak);
	expect(strong).toBeLessThan(55);
});

test("wind runs along the strip, faster with strength", () => {
	// A streak is found where it has moved to.
	const moved = (intensity: number, timeMs: number): number => {
		const [from, to] = [frameOf(9, intensity, 0), frameOf(9, intensity, timeMs)];
		const distance = (by: number): number => {
			let sum = 0;
			for (let i = 0; i < leds - by; i++)
				sum += Math.abs((to[3 * (i + by) + 1] ?? 0) - (from[3 * i + 1] ?? 0));
			return sum / (leds - by);
		};
		const shifts = Array.from({ length: 30 }, (_, by) => by);
		return shifts.reduce((best, by) => (distance(by) < distance(best) ? by : best), 0);
	};
	expect(moved(0, 500)).toBe(2);
	expect(moved(9, 200)).toBe(12);
});

test("pulses follow the rule of the protocol", () => {
	for (const pulse of [0, 1, 5, 9])
		for (let timeMs = 0; timeMs < 5000; timeMs += 100) {
			const frame = renderFrame(
				{ mode: "color", color: [200, 100, 0], pulse },
				{ leds: 1, timeMs, seed: 1 },
			);
			const brightness = pulseBrightness(pulse, timeMs);
			expect(Math.abs((frame[0] ?? 0) - 200 * brightness)).toBeLessThanOrEqual(0.5);
			expect(frame[2]).toBe(0);
		}
});

test("chance is even, and neighbours know nothing of each other", () => {
	const roll = chance("seed", "name");
	const count = 40_000;
	const buckets = new Array<number>(16).fill(0);
	let product = 0;
	for (let i = 0; i < count; i++) {
		const value = roll(i - count / 2, 0);
		buckets[Math.floor(value * 16)] = (buckets[Math.floor(value * 16)] ?? 0) + 1;
		product += (value - 0.5) * (roll(i - count / 2 + 1, 0) - 0.5);
	}
	expect(buckets.reduce((sum, bucket) => sum + bucket, 0)).toBe(count);
	for (const bucket of buckets) expect(Math.abs(bucket - count / 16)).toBeLessThan(250);
	expect(Math.abs(product / count)).toBeLessThan(0.002);
	expect(chance("seed", "other")(1, 2)).not.toBe(roll(1, 2));
	expect(roll(1, 2)).not.toBe(roll(2, 1));
	expect(roll(1, 2)).toBe(chance("seed", "name")(1, 2));
});
