import { UsageError } from "@gw-sim/core";
import { Mcu } from "./mcu.js";
import {
	type SeenRange,
	StripDecoder,
	type StripDecoderOptions,
	type StripFrame,
} from "./strip-decoder.js";
import { Uart, type UartCounters } from "./uart.js";

/** LEDs that a strip of the board may have. */
export const maxBoardLeds = 1000;

const lowestBaud = 300;
const highestBaud = 2_000_000;

export interface BoardOptions extends Pick<StripDecoderOptions, "windows" | "wireOrder"> {
	/** The program memory, as `parseIntelHex` gives it. */
	readonly flash: Uint8Array;
	/** LEDs on the strip, 1 to 1000. @defaultValue 300 */
	readonly leds?: number;
	/** What the computer at the other end of the serial line uses, 300 to 2000000. @defaultValue 115200 */
	readonly hostBaud?: number;
	/** The strip shows another frame. */
	readonly shown?: (frame: StripFrame) => void;
	/** The board has sent a byte, which is at the other end now. */
	readonly transmitted?: (byte: number) => void;
	/** The data line of the strip changes its level. */
	readonly edge?: (isHigh: boolean, cycle: number) => void;
}

/** What has happened on a board so far. */
export interface BoardCounters extends Readonly<UartCounters> {
	/** Frames that the strip has shown. */
	readonly frames: number;
	/** Levels on the strip's data line that no LED is sure to understand. */
	readonly badPulses: number;
	/** Resets by the watchdog, or by `reset`. */
	readonly resets: number;
}

/** What the levels of the data line lasted, in cycles of 62.5 ns. */
export interface StripTimings {
	readonly zeroHigh: Readonly<SeenRange>;
	readonly oneHigh: Readonly<SeenRange>;
	readonly low: Readonly<SeenRange>;
}

/** The data line of the strip: D6 of an Arduino, which is PD6. */
const dataPin = 1 << 6;

/** Between two looks for a frame that has been latched: a fraction of what a character takes. */
const sliceCycles = 4096;

/**
 * An Arduino Uno with a strip of WS2812 LEDs on D6, in virtual time: it runs as far as it is told to,
 * and does the same each time.
 * @example
 * const board = new Board({ flash: parseIntelHex(firmwareHex[115200]), leds: 16 });
 * board.receive(frame);
 * board.runTo(board.cycles + 16_000_000);
 * board.pixels();
 */
export class Board {
	readonly leds: number;
	readonly #mcu: Mcu;
	readonly #uart: Uart;
	readonly #strip: StripDecoder;
	readonly #pixels: Uint8Array;
	#frames = 0;

	/** @throws UsageError where an option is wrong. */
	constructor(options: BoardOptions) {
		const { flash, leds = 300, hostBaud = 115_200, shown, transmitted, edge } = options;
		assertWhole("leds", leds, 1, maxBoardLeds);
		assertWhole("hostBaud", hostBaud, lowestBaud, highestBaud);
		this.leds = leds;
		this.#pixels = new Uint8Array(leds * 3);
		this.#mcu = new Mcu(flash, () => this.#uart.reset());
		const { cpu, portD } = this.#mcu;
		this.#strip = new StripDecoder({
			leds,
			...(options.windows === undefined ? {} : { windows: options.windows }),
			...(options.wireOrder === undefined ? {} : { wireOrder: options.wireOrder }),
			latched: (frame) => {
				this.#frames++;
				this.#pixels.set(frame.pixels);
				shown?.(frame);
			},
		});
		this.#uart = new Uart({
			cpu,
			hostBaud,
			transmitted: (byte) => {
				// What the program says of a frame comes after the frame.
				this.#strip.poll(cpu.cycles);
				transmitted?.(byte);
			},
		});
		let wasHigh = false;
		portD.addListener((levels) => {
			const isHigh = (levels & dataPin) !== 0;
			if (isHigh === wasHigh) return;
			wasHigh = isHigh;
			edge?.(isHigh, cpu.cycles);
			this.#strip.edge(isHigh, cpu.cycles);
		});
	}

	/** Cycles of the 16 MHz clock since the power came on. */
	get cycles(): number {
		return this.#mcu.cpu.cycles;
	}

	/** The baud rate that the program has set. */
	get baud(): number {
		return this.#uart.baud;
	}

	/** Bytes for the board that are not on the serial line yet. */
	get pending(): number {
		return this.#uart.pending;
	}

	get counters(): BoardCounters {
		const { badPulses } = this.#strip;
		const { resets } = this.#mcu;
		return { ...this.#uart.counters, frames: this.#frames, badPulses, resets };
	}

	get timings(): StripTimings {
		return this.#strip.seen;
	}

	/** Red, green and blue of each LED, as they shine now. */
	pixels(): Uint8Array {
		return this.#pixels.slice();
	}

	/** Bytes from the computer: they go over the line one after another, each as long as it takes. */
	receive(bytes: Uint8Array): void {
		this.#uart.receive(bytes);
	}

	/** Presses the reset button, as the opening of the port does on many boards. */
	reset(): void {
		this.#mcu.reset();
	}

	/**
	 * Runs until a cycle is reached.
	 * @throws EnvironmentError `firmware-crashed` where the program returns to nowhere.
	 */
	runTo(cycle: number): void {
		while (this.cycles < cycle) this.#runSlice(Math.min(cycle, this.cycles + sliceCycles));
	}

	/** Runs until `done`, which is asked every 256 us, or a cycle is reached; gives whether it is done. */
	runUntil(done: () => boolean, limit: number): boolean {
		while (!done()) {
			if (this.cycles >= limit) return false;
			this.#runSlice(Math.min(limit, this.cycles + sliceCycles));
		}
		return true;
	}

	#runSlice(end: number): void {
		this.#mcu.runTo(end);
		this.#strip.poll(this.cycles);
	}
}

function assertWhole(name: string, value: number, min: number, max: number): void {
	if (!Number.isInteger(value) || value < min || value > max)
		throw new UsageError(`${name} must be a whole number from ${min} to ${max}`);
}
