import {
	type Clock,
	EnvironmentError,
	GwError,
	messageOf,
	type Random,
	safe,
	UsageError,
} from "@gw-sim/core";
import { Runner } from "@gw-sim/transport";
import { type ColorOptions, colorStage } from "../color-stage.js";
import { type LedChoice, type LedSettings, ledSettings } from "../presets.js";
import { openSerialLine } from "../serial/open-serial-line.js";
import type { OpenLine, SerialLine } from "../serial/serial-line.js";
import type { AwaOptions } from "../wire/awa.js";
import { encodeFrame } from "../wire/protocols.js";
import { maxFps, paceMs, type WireLoad, wireMs } from "../wire/timing.js";
import { dialectOf } from "./hearing.js";
import { ledMachine } from "./machine.js";
import {
	type LedCounts,
	type LedEffect,
	type LedEvent,
	type LedInput,
	type LedLink,
	type LedState,
	ledStart,
	linkOf,
} from "./state.js";

/** Which port, which board, which strip; the board's protocol and rate follow from its preset. */
export interface LedDriverOptions extends LedChoice, ColorOptions {
	/** A device file, as `/dev/ttyUSB0`, or a link to one. */
	readonly port: string;
	/** LEDs on the strip. */
	readonly leds: number;
	readonly clock: Clock;
	/** Spreads the times between attempts to open the port. */
	readonly random: Random;
	/** Frames that a board which acknowledges is given ahead. @defaultValue 2 */
	readonly inFlight?: 1 | 2;
	/** What such a board may take beyond the wire time of a frame, in milliseconds. @defaultValue 100 */
	readonly ackTimeoutMs?: number;
	/** Variants of AWA. */
	readonly awa?: AwaOptions;
	/** @defaultValue opens real ports by the package serialport */
	readonly openLine?: OpenLine;
}

const maxAckTimeoutMs = 60_000;

/**
 * LEDs on a serial port. Frames are shown as fast as wire and board allow, the newest first; the last
 * one is repeated each second; a port that is gone is opened again; at the end the strip goes dark.
 * Fits a lamp as its sink.
 * @example
 * const leds = new LedDriver({ port: "/dev/ttyUSB0", leds: 60, clock: systemClock, random: systemRandom });
 * leds.on((event) => console.log(event));
 * leds.start();
 * leds.show(new Uint8Array(180).fill(20), 0);
 * await leds.close();
 */
export class LedDriver {
	readonly leds: number;
	/** How the board is spoken to. */
	readonly settings: LedSettings;
	/** Frames a second that fit on the wire; boards that acknowledge can do more than this says. */
	readonly maxFps: number;
	/** Resolves once, when the strip is dark and the port closed. */
	readonly closed: Promise<void>;
	readonly #options: LedDriverOptions;
	readonly #runner: Runner<LedState, LedInput, LedEffect>;
	readonly #toWire: (frame: Uint8Array) => Uint8Array;
	readonly #listeners = new Set<(event: LedEvent) => void>();
	#line: SerialLine | null = null;
	/** Which opening of the port calls belong to. */
	#opening = 0;
	#end: () => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: LedDriverOptions) {
		const { leds, clock, random, awa = {}, inFlight = 2, ackTimeoutMs = 100 } = options;
		this.#options = options;
		this.leds = leds;
		if (!(ackTimeoutMs > 0 && ackTimeoutMs <= maxAckTimeoutMs))
			throw new UsageError(`ackTimeoutMs must be above 0 and up to ${maxAckTimeoutMs}`);
		this.settings = ledSettings(options);
		const { protocol, baud, baudByte } = this.settings;
		const load: WireLoad = { protocol, baud, leds, awa };
		this.maxFps = maxFps(load);
		const stage = colorStage(options);
		this.#toWire = (frame) => encodeFrame(protocol, stage(frame), awa);
		this.closed = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#runner = new Runner<LedState, LedInput, LedEffect>({
			machine: ledMachine({
				dialect: dialectOf(protocol),
				baudByte,
				wireMs: wireMs(load),
				paceMs: paceMs(load),
				ackMs: wireMs(load) + ackTimeoutMs,
				inFlight,
				black: new Uint8Array(3 * leds),
			}),
			initial: ledStart,
			clock,
			random,
			perform: (effect) => this.#perform(effect),
			changed: (state, previous) => this.#changed(state, previous),
		});
	}

	/** How far the port is. */
	get link(): LedLink {
		return linkOf(this.#runner.state);
	}

	/** What became of frames so far. */
	get counts(): LedCounts {
		return this.#runner.state.counts;
	}

	/** Opens the port, and goes on trying until `close`. */
	start(): void {
		this.#runner.dispatch({ type: "start" });
	}

	/**
	 * Takes a frame: red, green and blue of each LED. It is shown as soon as wire and board are free,
	 * unless a newer one comes before, and is not to be written to again.
	 * @throws UsageError where it has not three bytes a LED.
	 */
	show(frame: Uint8Array, _atMs?: number): void {
		if (frame.length !== 3 * this.leds)
			throw new UsageError(`a frame of ${this.leds} LEDs has ${3 * this.leds} bytes`);
		this.#runner.dispatch({ type: "show", frame });
	}

	/** Makes the strip dark and closes the port; resolves when that is done, and never rejects. */
	async close(): Promise<void> {
		this.#runner.dispatch({ type: "stop" });
		await this.closed;
	}

	/** Adds a listener; what is returned takes it away. */
	on(listener: (event: LedEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#changed(state: LedState, previous: LedState): void {
		const link = linkOf(state);
		if (link !== linkOf(previous)) this.#tell({ type: "link", link });
		if (state.phase.name === "offline" && state.phase.isOver) this.#end();
	}

	/** A listener that throws stops nothing; its error surfaces as an uncaught one. */
	#tell(event: LedEvent): void {
		for (const listener of [...this.#listeners])
			try {
				listener(event);
			} catch (error) {
				queueMicrotask(() => {
					throw error;
				});
			}
	}

	#perform(effect: Exclude<LedEffect, { readonly type: "arm" | "disarm" }>): void {
		switch (effect.type) {
			case "open":
				return void this.#open();
			case "say":
				return void this.#attempt((line) => line.write(effect.bytes));
			case "set-baud":
				return void this.#attempt((line) => line.setBaud(this.settings.baud));
			case "send":
				return void this.#attempt((line) => line.write(this.#toWire(effect.frame)), "written");
			case "close":
			case "abandon":
				return void this.#close(effect.type === "abandon");
			case "tell":
				this.#tell(effect.event);
		}
	}

	async #open(): Promise<void> {
		const opening = ++this.#opening;
		const { port, openLine = openSerialLine } = this.#options;
		try {
			const line = await openLine({
				path: port,
				baud: this.settings.helloBaud,
				received: (bytes) => {
					if (opening === this.#opening) this.#runner.dispatch({ type: "received", bytes });
				},
				lost: (error) => {
					if (opening === this.#opening) this.#lost(error);
				},
			});
			// It may have been lost before it was ours.
			if (opening !== this.#opening) return void line.close(true);
			this.#line = line;
			this.#runner.dispatch({ type: "opened" });
		} catch (error) {
			if (opening === this.#opening)
				this.#runner.dispatch({ type: "failed", error: asGwError(error) });
		}
	}

	/** Does something with the port; what goes wrong there means that it is gone. */
	async #attempt(
		act: (line: SerialLine) => Promise<void>,
		then: "written" | null = null,
	): Promise<void> {
		const [line, opening] = [this.#line, this.#opening];
		if (line === null) return;
		try {
			await act(line);
			if (then !== null && opening === this.#opening) this.#runner.dispatch({ type: then });
		} catch (error) {
			if (opening !== this.#opening) return;
			await line.close(true);
			if (opening === this.#opening) this.#lost(error);
		}
	}

	#lost(error: unknown): void {
		this.#opening++;
		this.#line = null;
		const message = `the port is gone (${safe(messageOf(error))}): is it still plugged in?`;
		this.#runner.dispatch({
			type: "failed",
			error: new EnvironmentError(message, { code: "port-lost", cause: error }),
		});
	}

	async #close(discard: boolean): Promise<void> {
		this.#opening++;
		const line = this.#line;
		this.#line = null;
		await line?.close(discard).catch(() => {});
		this.#runner.dispatch({ type: "closed" });
	}
}

function asGwError(error: unknown): GwError {
	return error instanceof GwError
		? error
		: new EnvironmentError(`the port cannot be opened: ${safe(messageOf(error))}`, {
				code: "port-failed",
				cause: error,
			});
}
