import type { Clock } from "@gw-sim/core";

interface Entry {
	readonly value: string;
	readonly until: number;
}

/** Values that expire. Needs no timer: what expired is dropped when it is met. */
export class SessionTable {
	readonly #clock: Clock;
	readonly #max: number;
	/** Oldest first. */
	readonly #entries = new Map<string, Entry>();

	/** @param max Entries held at once; the oldest gives way. */
	constructor(clock: Clock, max: number) {
		this.#clock = clock;
		this.#max = max;
	}

	/** Entries that hold memory. */
	get size(): number {
		return this.#entries.size;
	}

	put(id: string, value: string, ttlMs: number): void {
		const now = this.#clock.now();
		this.#entries.delete(id);
		this.#entries.set(id, { value, until: now + ttlMs });
		for (const [oldest, { until }] of this.#entries) {
			if (this.#entries.size <= this.#max && until > now) break;
			this.#entries.delete(oldest);
		}
	}

	take(id: string): string | null {
		const entry = this.#entries.get(id);
		this.#entries.delete(id);
		return entry !== undefined && entry.until > this.#clock.now() ? entry.value : null;
	}
}
