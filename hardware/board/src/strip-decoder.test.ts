import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StripDecoder, type StripDecoderOptions, type StripFrame } from "./strip-decoder.js";
import { goodPulses, type PulseCycles } from "./testing/programs.js";

/** Cycles of 62.5 ns that the LEDs take for a reset. */
const reset = 800;

/** A decoder with what it has decoded, and something that writes to it. */
function decoder(options: Partial<StripDecoderOptions> = {}) {
	const frames: StripFrame[] = [];
	const strip = new StripDecoder({ leds: 4, latched: (frame) => frames.push(frame), ...options });
	let cycle = 100;
	const pulse = (high: number, low: number): void => {
		strip.edge(true, cycle);
		strip.edge(false, cycle + high);
		cycle += high + low;
	};
	const bits = (text: string, { zero, one, low }: PulseCycles = goodPulses): void => {
		for (const bit of text) pulse(bit === "1" ? one : zero, low);
	};
	const bytes = (values: readonly number[], pulses?: PulseCycles): void =>
		bits(values.map((value) => value.toString(2).padStart(8, "0")).join(""), pulses);
	/** The line stays low. */
	const wait = (cycles: number): void => {
		cycle += cycles;
		strip.poll(cycle);
	};
	return { strip, frames, pulse, bits, bytes, wait, now: () => cycle };
}

const pixelsOf = (frames: readonly StripFrame[]): number[][] =>
	frames.map(({ pixels }) => [...pixels]);

test("green, red, blue on the wire are red, green, blue of an LED", () => {
	const { frames, bytes, wait } = decoder();
	bytes([0x12, 0x34, 0x56, 0xff, 0x00, 0x80]);
	expect(frames).toEqual([]);
	wait(reset);
	expect(frames).toEqual([
		{
			pixels: Uint8Array.of(0x34, 0x12, 0x56, 0x00, 0xff, 0x80),
			leds: 2,
			strayBits: 0,
			badPulses: 0,
			startedAt: 100,
			latchedAt: expect.any(Number),
		},
	]);
});

test("a frame is latched so long after its last edge as the LEDs take, seen late or not", () => {
	const { strip, frames, bytes, wait, now } = decoder();
	bytes([1, 2, 3]);
	const fell = now() - goodPulses.low;
	wait(reset - goodPulses.low - 1);
	expect(frames).toHaveLength(0);
	wait(1);
	expect(frames[0]?.latchedAt).toBe(fell + reset);
	bytes([4, 5, 6]);
	const again = now() - goodPulses.low;
	// Nobody looked, and the next frame begins.
	strip.edge(true, now() + 50_000);
	expect(frames[1]?.latchedAt).toBe(again + reset);
	strip.edge(false, now() + 50_005);
	strip.poll(now() + 90_000);
	expect(frames[2]).toMatchObject({ leds: 0, strayBits: 1, startedAt: now() + 50_000 });
});

test("a line that is high, or silent, latches nothing", () => {
	const { strip, frames, wait } = decoder();
	wait(100_000);
	strip.edge(true, 200_000);
	strip.poll(900_000);
	strip.edge(true, 950_000);
	expect(frames).toEqual([]);
	expect(strip.badPulses).toBe(0);
});

test("what runs off the end of the strip is counted, and not shown", () => {
	const { frames, bytes, wait } = decoder({ leds: 1 });
	bytes([1, 2, 3, 4, 5, 6, 7]);
	wait(reset);
	expect(frames).toMatchObject([{ leds: 2, strayBits: 8, badPulses: 0 }]);
	expect(pixelsOf(frames)).toEqual([[2, 1, 3]]);
});

test("bits after the last whole LED change no LED", () => {
	const { frames, bits, bytes, wait } = decoder();
	bytes([1, 2, 3, 0xff, 0xff]);
	bits("1111111");
	wait(reset);
	expect(frames).toMatchObject([{ leds: 1, strayBits: 23 }]);
	expect(pixelsOf(frames)).toEqual([[2, 1, 3]]);
});

test.each([
	["GRB", [2, 1, 3]],
	["RGB", [1, 2, 3]],
	["BRG", [2, 3, 1]],
	["BGR", [3, 2, 1]],
	["RBG", [1, 3, 2]],
	["GBR", [3, 1, 2]],
] as const)("LEDs that take %s", (wireOrder, expected) => {
	const { frames, bytes, wait } = decoder({ wireOrder });
	bytes([1, 2, 3]);
	wait(reset);
	expect(pixelsOf(frames)).toEqual([expected]);
});

describe("pulses", () => {
	test.each([
		[{ zero: 4, one: 9, low: 8 }, 0],
		[{ zero: 8, one: 88, low: 80 }, 0],
		[{ zero: 3, one: 12, low: 8 }, 12],
		[{ zero: 5, one: 89, low: 8 }, 12],
		[{ zero: 5, one: 12, low: 7 }, 23],
		[{ zero: 5, one: 12, low: 81 }, 23],
	])("with %j of an LED %d are bad", (pulses, bad) => {
		const { strip, frames, bytes, wait } = decoder();
		bytes([0x0f, 0x0f, 0x0f], pulses);
		wait(reset);
		expect(frames).toMatchObject([{ leds: 1, badPulses: bad }]);
		expect(strip.badPulses).toBe(bad);
	});

	test("that are too long for a zero become ones", () => {
		const { frames, bytes, wait } = decoder();
		bytes([0, 0, 0], { zero: 9, one: 16, low: 8 });
		wait(reset);
		expect(frames).toMatchObject([{ badPulses: 0 }]);
		expect(pixelsOf(frames)).toEqual([[255, 255, 255]]);
	});

	test("are judged by the windows that are given", () => {
		const windows = {
			zeroHigh: { min: 250, max: 350 },
			oneHigh: { min: 700, max: 800 },
			low: { min: 500, max: 600 },
			resetNs: 280_000,
		};
		const { frames, bytes, wait } = decoder({ windows });
		bytes([1, 2, 3]);
		wait(reset);
		expect(frames).toEqual([]);
		wait(4480);
		expect(frames).toMatchObject([{ leds: 1, badPulses: 0 }]);
		bytes([1, 2, 3], { ...goodPulses, one: 14 });
		wait(4480);
		expect(frames[1]).toMatchObject({ badPulses: 4 });
	});

	test("are remembered by the shortest and the longest", () => {
		const { strip, pulse } = decoder();
		for (const [high, low] of [
			[5, 8],
			[6, 20],
			[12, 9],
			[14, 8],
		] as const)
			pulse(high, low);
		expect(strip.seen).toEqual({
			zeroHigh: { min: 5, max: 6 },
			oneHigh: { min: 12, max: 14 },
			low: { min: 8, max: 20 },
		});
	});
});

test("any frames in any good timing are read as they are", () => {
	const led = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 });
	const pulses = fc.record({
		zero: fc.integer({ min: 4, max: 8 }),
		one: fc.integer({ min: 9, max: 88 }),
		low: fc.integer({ min: 8, max: 80 }),
	});
	const sent = fc.array(fc.tuple(fc.array(led, { minLength: 1, maxLength: 4 }), pulses), {
		maxLength: 4,
	});
	fc.assert(
		fc.property(sent, (all) => {
			const { strip, frames, bytes, wait } = decoder({ wireOrder: "RGB" });
			for (const [leds, timing] of all) {
				bytes(leds.flat(), timing);
				wait(reset);
			}
			expect(pixelsOf(frames)).toEqual(all.map(([leds]) => leds.flat()));
			expect(strip.badPulses).toBe(0);
		}),
	);
});

test("any edges at all give frames of sound size", () => {
	const edges = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 2000 })), {
		maxLength: 400,
	});
	fc.assert(
		fc.property(edges, (all) => {
			const { strip, frames } = decoder();
			let cycle = 0;
			for (const [isHigh, after] of all) {
				cycle += after;
				strip.edge(isHigh, cycle);
			}
			strip.edge(false, cycle + 1);
			strip.poll(cycle + 10_000);
			for (const { pixels, leds, strayBits } of frames) {
				expect(pixels).toHaveLength(Math.min(leds, 4) * 3);
				expect(strayBits).toBeLessThan(24);
			}
		}),
	);
});
