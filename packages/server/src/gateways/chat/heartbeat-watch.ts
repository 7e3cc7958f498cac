import type { Cancel, Clock } from "@gw-sim/core";

/** Somebody who has to send heartbeats. */
export interface Beating {
	/** None has come for too long; it is watched no more. */
	silent(): void;
}

/**
 * Tells, to the millisecond, when heartbeats stay away. One timer serves all: since everybody has the
 * same time, whoever was heard longest ago is due first.
 */
export class HeartbeatWatch {
	readonly #clock: Clock;
	readonly #afterMs: number;
	/** When each is due; earliest first. */
	readonly #dueAt = new Map<Beating, number>();
	#timer: Cancel | null = null;

	constructor(clock: Clock, afterMs: number) {
		this.#clock = clock;
		this.#afterMs = afterMs;
	}

	/** Watches somebody from now on; with each heartbeat anew. */
	heard(one: Beating): void {
		this.#dueAt.delete(one);
		this.#dueAt.set(one, this.#clock.now() + this.#afterMs);
		this.#timer ??= this.#clock.after(this.#afterMs, () => this.#check());
	}

	remove(one: Beating): void {
		this.#dueAt.delete(one);
		if (this.#dueAt.size > 0) return;
		this.#timer?.();
		this.#timer = null;
	}

	#check(): void {
		const now = this.#clock.now();
		for (const [one, dueAt] of this.#dueAt) {
			if (dueAt > now) break;
			this.#dueAt.delete(one);
			one.silent();
		}
		const [next] = this.#dueAt.values();
		this.#timer = next === undefined ? null : this.#clock.after(next - now, () => this.#check());
	}
}
