import type { Clock } from "@gw-sim/core";

/** A device's own time: 0 until it is powered up, from then on `speed` times as fast as a clock. */
export class SimulatedClock implements Clock {
	readonly #clock: Clock;
	readonly #speed: number;
	#origin: number | null = null;

	constructor(clock: Clock, speed: number) {
		this.#clock = clock;
		this.#speed = speed;
	}

	/** Time begins; once it has, it goes on. */
	powerUp(): void {
		this.#origin ??= this.#clock.now();
	}

	now(): number {
		return this.#origin === null ? 0 : (this.#clock.now() - this.#origin) * this.#speed;
	}

	wallTime(): number {
		return this.#clock.wallTime();
	}

	after(ms: number, run: () => void): () => void {
		return this.#clock.after(ms / this.#speed, run);
	}
}
