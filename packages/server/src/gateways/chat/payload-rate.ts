import type { Clock } from "@gw-sim/core";

/** Counts the payloads of one connection in a window that slides along. */
export class PayloadRate {
	readonly #clock: Clock;
	readonly #payloads: number;
	readonly #perMs: number;
	/** When each payload in the window came, oldest first. */
	readonly #times: number[] = [];

	constructor(clock: Clock, limit: { readonly payloads: number; readonly perMs: number }) {
		this.#clock = clock;
		this.#payloads = limit.payloads;
		this.#perMs = limit.perMs;
	}

	/** Takes one payload in; false where that is one too many. */
	take(): boolean {
		const now = this.#clock.now();
		const over = this.#times.findIndex((at) => at > now - this.#perMs);
		this.#times.splice(0, over === -1 ? this.#times.length : over);
		if (this.#times.length >= this.#payloads) return false;
		this.#times.push(now);
		return true;
	}
}
