import { readFileSync } from "node:fs";
import { Board, parseIntelHex, type StripFrame } from "@gw-sim/board";

export const bauds = ["115200", "500000"] as const;
export type Baud = (typeof bauds)[number];

/** LEDs that the checked-in builds light at most. */
export const mostLeds = 300;

export const ackByte = 6;
export const greeting = "Ada\nACK\n";

const cyclesPerMs = 16_000;

/** As Adalight sends it; a header may announce another count than the pixels are. */
export function adalight(pixels: ArrayLike<number>, leds: number = pixels.length / 3): Uint8Array {
	const last = leds - 1;
	const [high, low] = [last >> 8, last & 0xff];
	return Uint8Array.of(0x41, 0x64, 0x61, high, low, high ^ low ^ 0x55, ...Array.from(pixels));
}

export function hexText(baud: Baud): string {
	const file = new URL(`../../hardware/firmware/gw-sim-leds-${baud}.hex`, import.meta.url);
	return readFileSync(file, "latin1");
}

/** The checked-in firmware on the emulated board, and what a host sees of both. */
export class FirmwareRig {
	readonly board: Board;
	readonly shown: StripFrame[] = [];
	text = "";
	acks = 0;
	/** Acknowledgements that came before the strip had shown the frame. */
	earlyAcks = 0;
	onAck: () => void = () => {};
	/** Pictures before the first frame: the strip goes dark when the power comes on. */
	readonly #atBoot: number;

	/** Has been switched on, and has said so. */
	constructor(baud: Baud, hostBaud = Number(baud), hex = hexText(baud)) {
		this.board = new Board({
			flash: parseIntelHex(hex),
			leds: mostLeds,
			hostBaud,
			shown: (frame) => this.shown.push(frame),
			transmitted: (byte) => this.#transmitted(byte),
		});
		this.run(40);
		this.#atBoot = this.shown.length;
	}

	/** What was shown since the power came on, the darkness left out. */
	get frames(): readonly StripFrame[] {
		return this.shown.slice(this.#atBoot);
	}

	/** The pictures of these frames, as text that a failed test can print. */
	get pictures(): readonly string[] {
		return this.frames.map(({ leds, pixels }) => picture(pixels.subarray(0, 3 * leds)));
	}

	send(...parts: readonly (Uint8Array | readonly number[])[]): void {
		for (const part of parts) this.board.receive(Uint8Array.from(part));
	}

	/** Sends bytes one by one, with a pause behind each. */
	spell(bytes: Iterable<number>): void {
		for (const byte of bytes) {
			this.send([byte]);
			this.run(0.2);
		}
	}

	run(ms: number): void {
		this.board.runTo(this.board.cycles + ms * cyclesPerMs);
	}

	/** Sends frames with at most so many unacknowledged, runs until all are acknowledged; gives the milliseconds. */
	stream(frames: readonly Uint8Array[], mostInFlight: number): number {
		const rest = frames.values();
		const next = (): void => {
			const { value } = rest.next();
			if (value !== undefined) this.send(value);
		};
		const before = this.board.cycles;
		const wanted = this.acks + frames.length;
		const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
		this.onAck = next;
		for (let i = 0; i < mostInFlight; i++) next();
		// The slowest line takes 90 us over a byte, and nothing takes three times as long as the line.
		const limit = before + bytes * 3 * 0.09 * cyclesPerMs + 100 * cyclesPerMs;
		this.board.runUntil(() => this.acks >= wanted, limit);
		this.onAck = () => {};
		return (this.board.cycles - before) / cyclesPerMs;
	}

	#transmitted(byte: number): void {
		if (byte !== ackByte) {
			this.text += String.fromCharCode(byte);
			return;
		}
		this.acks++;
		if (this.frames.length < this.acks) this.earlyAcks++;
		this.onAck();
	}
}

/** Colours as a text: `0a141e ffffff`. */
export function picture(pixels: ArrayLike<number>): string {
	const digits = Array.from(pixels, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return digits.match(/.{6}/g)?.join(" ") ?? "";
}
