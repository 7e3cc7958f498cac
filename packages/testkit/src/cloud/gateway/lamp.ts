import { type Clock, type Frame, safe } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import type { Peer } from "../../peer.js";
import { type Shown, sameShown } from "../shown.js";
import { packetOf, readPacket } from "./packets.js";
import type { Terms } from "./target.js";

/** A lamp that was let in. Packets that a gateway repeats in its own rhythm pass unseen. */
export class Lamp {
	readonly peer: Peer;
	/** What the last packet showed. */
	shown: Shown;
	readonly #clock: Clock;
	readonly #quietMs: number;
	readonly #repeatMs: number;
	readonly #enteredAt: number;
	#lastPacket: Frame;
	#repetitions = 0;

	/** @param packet The one that followed `ok`. */
	constructor(peer: Peer, clock: Clock, { repeatMs, quietMs }: Terms, packet: Frame) {
		this.peer = peer;
		this.#clock = clock;
		this.#quietMs = quietMs;
		this.#repeatMs = repeatMs === 0 ? Number.POSITIVE_INFINITY : repeatMs;
		this.#enteredAt = clock.now();
		this.#lastPacket = packet;
		const shown = readPacket(packet);
		if (shown === null) throw this.#unexpected("a packet after ok", packet);
		this.shown = shown;
	}

	send(frame: Frame): void {
		this.peer.send(frame);
	}

	/** The next frame has to be a packet that shows this. */
	async shows(wanted: Shown): Promise<void> {
		const shown = await this.nextShown(packetOf(wanted));
		if (!sameShown(shown, wanted)) throw this.#unexpected(packetOf(wanted), this.#lastPacket);
	}

	/** The next frame has to be a packet; what it shows. */
	async nextShown(what = "a packet"): Promise<Shown> {
		const frame = await this.#next(what);
		const shown = readPacket(frame);
		if (shown === null) throw this.#unexpected(what, frame);
		this.#lastPacket = frame;
		this.shown = shown;
		return shown;
	}

	/** The next frame has to be this text. */
	async hears(text: string): Promise<void> {
		const frame = await this.#next(text);
		if (frame !== text) throw this.#unexpected(JSON.stringify(text), frame);
	}

	/**
	 * Waits until the gateway has dealt with all that this lamp has sent. The answer to a ping has to
	 * be the next frame: nothing else may have come before it.
	 */
	async settle(): Promise<void> {
		this.send("ping");
		await this.hears("pong");
	}

	/** As `settle`, and nothing may come after it, no other pong either. */
	async settleOnce(): Promise<void> {
		await this.settle();
		await this.silence();
	}

	/** Nothing but repetitions may come for a moment. */
	async silence(): Promise<void> {
		await this.#pass(this.#quietMs);
		while (!(await this.#hasNothing())) {
			const frame = await this.peer.next("silence");
			if (!this.#isRepetition(frame)) throw this.#unexpected("silence", frame);
		}
	}

	/** Nothing but repetitions may come for a while, and the connection stays. */
	async quiet(ms: number): Promise<void> {
		await this.#pass(ms);
		await this.settle();
	}

	async #next(what: string): Promise<Frame> {
		for (;;) {
			const frame = await this.peer.next(what);
			if (!this.#isRepetition(frame)) return frame;
		}
	}

	#isRepetition(frame: Frame): boolean {
		// No more of them are let through than the time since ok has room for.
		const most = (this.#clock.now() - this.#enteredAt) / (0.9 * this.#repeatMs);
		if (frame !== this.#lastPacket || this.#repetitions + 1 > most) return false;
		this.#repetitions++;
		return true;
	}

	#hasNothing(): Promise<boolean> {
		return this.peer.quiet(0).then(
			() => true,
			() => false,
		);
	}

	#pass(ms: number): Promise<void> {
		return new Promise((resolve) => this.#clock.after(ms, resolve));
	}

	#unexpected(what: string, frame: Frame): ConformanceFailure {
		const got =
			typeof frame === "string" ? JSON.stringify(safe(frame, 200)) : `${frame.length} bytes`;
		return new ConformanceFailure(`${this.peer.name}: expected ${what}, got ${got}`);
	}
}
