import type { Clock } from "@gw-sim/core";

/** Lets `perSecond` through a second on average, and at most that many at once. */
export class TokenBucket {
	readonly #clock: Clock;
	readonly #perSecond: number;
	#tokens: number;
	#at: number;

	constructor(clock: Clock, perSecond: number) {
		this.#clock = clock;
		this.#perSecond = perSecond;
		this.#tokens = perSecond;
		this.#at = clock.now();
	}

	/** Takes a token; false when there is none. */
	take(): boolean {
		const now = this.#clock.now();
		const earned = ((now - this.#at) / 1000) * this.#perSecond;
		this.#tokens = Math.min(this.#perSecond, this.#tokens + earned);
		this.#at = now;
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}
}
