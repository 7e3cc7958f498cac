import type { Cancel, Clock } from "@gw-sim/core";

/** Bounds how often all connections are looked at, and so by how much a check can be late. */
const checksPerPeriod = 64;

/** A connection as the watch sees it. */
export interface Watched {
	/** When bytes last came in. */
	readonly lastActivity: number;
	/** Nothing has come for too long. */
	closeIdle(silentMs: number): void;
}

/**
 * Closes connections from which nothing comes. One timer serves them all, since a timer of its own
 * takes half a kilobyte of the six that a joined lock has.
 */
export class IdleWatch {
	readonly #clock: Clock;
	readonly #afterMs: number;
	readonly #watched = new Set<Watched>();
	#timer: Cancel | undefined;

	constructor(clock: Clock, afterMs: number) {
		this.#clock = clock;
		this.#afterMs = afterMs;
	}

	/** Watches a connection from which something came just now. */
	add(connection: Watched): void {
		this.#watched.add(connection);
		this.#timer ??= this.#clock.after(this.#afterMs, () => this.#check());
	}

	remove(connection: Watched): void {
		this.#watched.delete(connection);
		if (this.#watched.size > 0) return;
		this.#timer?.();
		this.#timer = undefined;
	}

	#check(): void {
		this.#timer = undefined;
		const now = this.#clock.now();
		let longestMs = 0;
		for (const connection of this.#watched) {
			const silentMs = now - connection.lastActivity;
			if (silentMs >= this.#afterMs) {
				this.#watched.delete(connection);
				connection.closeIdle(silentMs);
			} else longestMs = Math.max(longestMs, silentMs);
		}
		if (this.#watched.size === 0) return;
		const nextMs = Math.max(this.#afterMs - longestMs, this.#afterMs / checksPerPeriod);
		this.#timer = this.#clock.after(nextMs, () => this.#check());
	}
}
