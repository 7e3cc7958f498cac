import type { Cancel, Clock } from "@gw-sim/core";

export interface PacerOptions {
	readonly clock: Clock;
	/** Between the beginnings of two drawings, in milliseconds; more where drawing takes long. */
	readonly everyMs: number;
	readonly draw: () => void;
}

/** How many times longer than a drawing the time to the next one is at least. */
const restFactor = 4;

/** Draws soon after it is wanted, and never more often than it may. */
export class Pacer {
	readonly #options: PacerOptions;
	#notBefore = Number.NEGATIVE_INFINITY;
	#pending: { readonly at: number; readonly cancel: Cancel } | null = null;

	constructor(options: PacerOptions) {
		this.#options = options;
	}

	/** @param withinMs How long it can wait. */
	want(withinMs = 0): void {
		const { clock } = this.#options;
		const now = clock.now();
		const at = Math.max(this.#notBefore, now + withinMs);
		if (this.#pending !== null && this.#pending.at <= at) return;
		this.stop();
		this.#pending = { at, cancel: clock.after(at - now, () => this.#draw()) };
	}

	/** Forgets what was wanted. */
	stop(): void {
		this.#pending?.cancel();
		this.#pending = null;
	}

	#draw(): void {
		const { clock, everyMs, draw } = this.#options;
		this.#pending = null;
		const begun = clock.now();
		draw();
		const took = clock.now() - begun;
		this.#notBefore = begun + Math.max(everyMs, took * (1 + restFactor));
	}
}
