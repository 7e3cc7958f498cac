import { clockHz } from "./mcu.js";

/** Shortest and longest of something, in nanoseconds. */
export interface Window {
	readonly min: number;
	readonly max: number;
}

/** How long the levels of an LED's data line may last. */
export interface StripWindows {
	/** High, for a 0 and for a 1. */
	readonly zeroHigh: Window;
	readonly oneHigh: Window;
	/** Low, between the bits of one frame. */
	readonly low: Window;
	/** Low for at least so long shows the frame. */
	readonly resetNs: number;
}

/** What WS2812B LEDs are known to take, which is wider than their data sheet says. */
export const ws2812: StripWindows = {
	zeroHigh: { min: 200, max: 500 },
	oneHigh: { min: 550, max: 5500 },
	low: { min: 450, max: 5000 },
	resetNs: 50_000,
};

/** The order in which an LED takes its colours. */
export type WireOrder = "GRB" | "RGB" | "BRG" | "BGR" | "RBG" | "GBR";

/** What was sent between two resets of the data line. */
export interface StripFrame {
	/** Red, green and blue of each LED that got all of its bits, as far as the strip is long. */
	readonly pixels: Uint8Array;
	/** LEDs that the frame was for; more than the strip has where some ran off its end. */
	readonly leds: number;
	/** Bits after the last whole LED. */
	readonly strayBits: number;
	/** Levels that lasted for none of the windows: with any, real LEDs may show something else. */
	readonly badPulses: number;
	/** The cycle of the first edge, and the one at which the LEDs took their colours over. */
	readonly startedAt: number;
	readonly latchedAt: number;
}

/** Shortest and longest that was seen, in cycles. */
export interface SeenRange {
	min: number;
	max: number;
}

export interface StripDecoderOptions {
	/** LEDs on the strip. */
	readonly leds: number;
	/** @defaultValue ws2812 */
	readonly windows?: StripWindows;
	/** @defaultValue "GRB", as on WS2812B */
	readonly wireOrder?: WireOrder;
	readonly latched: (frame: StripFrame) => void;
}

const bitsPerLed = 24;
const noneSeen = (): SeenRange => ({ min: Number.POSITIVE_INFINITY, max: 0 });

/** Reads what a strip of WS2812 LEDs would show off the edges of its data line. */
export class StripDecoder {
	/** Highs of zeros, highs of ones, and lows inside frames, good and bad. */
	readonly seen: Readonly<Record<"zeroHigh" | "oneHigh" | "low", SeenRange>> = {
		zeroHigh: noneSeen(),
		oneHigh: noneSeen(),
		low: noneSeen(),
	};
	/** Levels that lasted for none of the windows, in all frames. */
	badPulses = 0;
	readonly #latched: (frame: StripFrame) => void;
	readonly #wireOrder: readonly number[];
	readonly #windows: StripWindows;
	readonly #resetCycles: number;
	/** Between a long zero and a short one. */
	readonly #threshold: number;
	/** As they come: the colours in the LEDs' own order. */
	readonly #bytes: Uint8Array;
	#bits = 0;
	#bad = 0;
	#isHigh = false;
	#startedAt = 0;
	#roseAt = 0;
	#fellAt = 0;

	constructor({ leds, windows = ws2812, wireOrder = "GRB", latched }: StripDecoderOptions) {
		this.#latched = latched;
		this.#wireOrder = ["R", "G", "B"].map((color) => wireOrder.indexOf(color));
		this.#windows = {
			zeroHigh: inCycles(windows.zeroHigh),
			oneHigh: inCycles(windows.oneHigh),
			low: inCycles(windows.low),
			resetNs: windows.resetNs,
		};
		this.#resetCycles = cyclesOf(windows.resetNs);
		this.#threshold = (this.#windows.zeroHigh.max + this.#windows.oneHigh.min) / 2;
		this.#bytes = new Uint8Array(leds * 3);
	}

	/** The data line has changed its level. */
	edge(isHigh: boolean, cycle: number): void {
		if (isHigh === this.#isHigh) return;
		this.poll(cycle);
		this.#isHigh = isHigh;
		if (isHigh) this.#rise(cycle);
		else this.#fall(cycle);
	}

	/** Time has passed: a line that is low for long enough shows what was sent. */
	poll(cycle: number): void {
		if (this.#bits > 0 && !this.#isHigh && cycle - this.#fellAt >= this.#resetCycles) this.#latch();
	}

	#rise(cycle: number): void {
		this.#roseAt = cycle;
		if (this.#bits === 0) {
			this.#startedAt = cycle;
			this.#bytes.fill(0);
		} else this.#judge("low", cycle - this.#fellAt);
	}

	#fall(cycle: number): void {
		const lasted = cycle - this.#roseAt;
		this.#fellAt = cycle;
		const isOne = lasted > this.#threshold;
		this.#judge(isOne ? "oneHigh" : "zeroHigh", lasted);
		const bit = this.#bits++;
		const byte = bit >> 3;
		if (isOne && byte < this.#bytes.length)
			this.#bytes[byte] = (this.#bytes[byte] ?? 0) | (0x80 >> (bit & 7));
	}

	#judge(level: "zeroHigh" | "oneHigh" | "low", lasted: number): void {
		const seen = this.seen[level];
		if (lasted < seen.min) seen.min = lasted;
		if (lasted > seen.max) seen.max = lasted;
		const { min, max } = this.#windows[level];
		if (lasted < min || lasted > max) this.#bad++;
	}

	#latch(): void {
		const leds = Math.floor(this.#bits / bitsPerLed);
		const frame: StripFrame = {
			pixels: this.#colors(leds),
			leds,
			strayBits: this.#bits % bitsPerLed,
			badPulses: this.#bad,
			startedAt: this.#startedAt,
			latchedAt: this.#fellAt + this.#resetCycles,
		};
		this.badPulses += this.#bad;
		this.#bits = 0;
		this.#bad = 0;
		this.#latched(frame);
	}

	#colors(leds: number): Uint8Array {
		const bytes = this.#bytes.subarray(0, leds * 3);
		return bytes.map((_, i) => {
			const color = i % 3;
			return bytes[i - color + (this.#wireOrder[color] ?? color)] ?? 0;
		});
	}
}

function inCycles({ min, max }: Window): Window {
	return { min: cyclesOf(min), max: cyclesOf(max) };
}

function cyclesOf(ns: number): number {
	return (ns * clockHz) / 1e9;
}
