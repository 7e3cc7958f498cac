import type { Clock } from "@gw-sim/core";

/** Counts the payloads of one connection in a window that slides along. */
export class PayloadRate {
	readonly #clock: Clock;
	readonly #payloads: number;
	readonly #perMs: number;
	/** When each payload in the window came, oldest first. */
	#times: number[] | null = null;

	constructor(clock: Clock, limit: { readonly payloads: number; readonly perMs: number }) {
		this.#clock = clock;
		this.#payloads = limit.payloads;
		this.#perMs = limit.perMs;
	}

	/** Takes one payload in; false where that is one too many. */
	take(): boolean {
		const now = this.#clock.now();
		// Most clients are quiet: for them a list of just one is all there is.
		const times = this.#times;
		const over = times?.findIndex((at) => at > now - this.#perMs) ?? -1;
		if (times === null || over === -1) {
			this.#times = [now];
			return true;
		}
		times.splice(0, over);
		if (times.length >= this.#payloads) return false;
		times.push(now);
		return true;
	}
}
