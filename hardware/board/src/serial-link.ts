import type { CPU } from "avr8js";

/** One direction of a serial line, 8N1. */
export interface SerialLinkOptions {
	readonly cpu: CPU;
	/** Cycles that a bit lasts, for the sender's clock and for the receiver's. */
	readonly sentBitCycles: () => number;
	readonly readBitCycles: () => number;
	/** The character that is sent next; undefined where there is none. */
	readonly next: () => number | undefined;
	/** A character's stop bit is over. */
	readonly sent?: (byte: number) => void;
	/** What the receiver has read, in the middle of what it takes for the stop bit. */
	readonly read: (byte: number, hasFrameError: boolean) => void;
}

interface Character {
	/** When its start bit begins. */
	readonly start: number;
	readonly bitCycles: number;
	/** Its ten levels: the start bit lowest. */
	readonly levels: number;
	readonly byte: number;
}

const bitsPerCharacter = 10;
const stopBit = 1 << 9;

/** From the edge of a start bit to the middle of the stop bit. */
const readBits = 9.5;

/**
 * Characters on a wire. The receiver takes the level in the middle of each bit by its own clock, so
 * that with unlike baud rates it reads what a real one would: mostly wrong bytes and frame errors.
 */
export class SerialLink {
	readonly #options: SerialLinkOptions;
	/** On the wire now, and those before it that the receiver still may be reading; oldest first. */
	#wire: Character[] = [];
	#sending: Character | undefined;
	/** The character that is being read: the edge at which it begins, and when it is known. */
	#reading: { readonly from: number; readonly end: number } | undefined;

	constructor(options: SerialLinkOptions) {
		this.#options = options;
	}

	/** Sends what there is to send, where nothing is on its way. */
	wake(): void {
		if (this.#sending === undefined) this.#sendNext(this.#options.cpu.cycles);
	}

	/** The receiver forgets what it has read of a character. */
	resetReceiver(): void {
		this.#reading = undefined;
	}

	/** The sender falls silent in the middle of a character. */
	resetSender(): void {
		this.#sending = undefined;
		this.#wire = [];
		this.#reading = undefined;
	}

	#sendNext(start: number): void {
		const { cpu, next, sentBitCycles } = this.#options;
		const byte = next();
		this.#sending = undefined;
		if (byte === undefined) return;
		const levels = (byte << 1) | stopBit;
		this.#sending = { start, bitCycles: sentBitCycles(), levels, byte };
		this.#wire.push(this.#sending);
		cpu.addClockEvent(this.#sendDone, endOf(this.#sending) - cpu.cycles);
		if (this.#reading === undefined) this.#readFrom(start);
	}

	readonly #sendDone = (): void => {
		const done = this.#sending;
		// An event of a character that was cut off comes too early for the one after it.
		if (done === undefined || this.#options.cpu.cycles < endOf(done)) return;
		this.#options.sent?.(done.byte);
		// Not from now on, which is late by up to an instruction.
		this.#sendNext(endOf(done));
	};

	/** Looks for the next start bit, and reads the character that it begins. */
	#readFrom(from: number): void {
		const { cpu, readBitCycles } = this.#options;
		this.#wire = this.#wire.filter((character) => endOf(character) > from);
		const edge = fallingEdge(this.#wire, from);
		this.#reading =
			edge === undefined ? undefined : { from: edge, end: edge + readBits * readBitCycles() };
		if (this.#reading !== undefined)
			cpu.addClockEvent(this.#readDone, this.#reading.end - cpu.cycles);
	}

	readonly #readDone = (): void => {
		if (this.#reading === undefined || this.#options.cpu.cycles < this.#reading.end) return;
		const { from } = this.#reading;
		const bit = this.#options.readBitCycles();
		let byte = 0;
		for (let index = 0; index < 8; index++)
			if (isHigh(this.#wire, from + (index + 1.5) * bit)) byte |= 1 << index;
		const stop = from + readBits * bit;
		this.#options.read(byte, !isHigh(this.#wire, stop));
		this.#readFrom(stop);
	};
}

function endOf({ start, bitCycles }: Character): number {
	return start + bitsPerCharacter * bitCycles;
}

function isHigh(wire: readonly Character[], at: number): boolean {
	const character = wire.findLast(({ start }) => start <= at);
	if (character === undefined || at >= endOf(character)) return true;
	const bit = Math.floor((at - character.start) / character.bitCycles);
	return ((character.levels >> bit) & 1) === 1;
}

/** When the wire next goes from high to low, from a time on; undefined where that is not known yet. */
function fallingEdge(wire: readonly Character[], from: number): number | undefined {
	for (const { start, bitCycles, levels } of wire) {
		// Before the start bit the wire is high: it is idle, or there is the stop bit of another.
		for (let bit = 0, before = 1; bit < bitsPerCharacter; bit++) {
			const level = (levels >> bit) & 1;
			const at = start + bit * bitCycles;
			if (before === 1 && level === 0 && at >= from) return at;
			before = level;
		}
	}
	return undefined;
}
