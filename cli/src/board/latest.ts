import type { Cancel, Clock } from "@gw-sim/core";

export interface LatestOptions<T> {
	readonly clock: Clock;
	/** Most that are handed on a second. */
	readonly perSecond: number;
	readonly take: (value: T) => void;
	/** Whether whoever takes them cannot keep up just now. */
	readonly isBusy?: () => boolean;
}

/** Hands values on no faster than they can be taken, and leaves out those that are old by then. */
export class Latest<T> {
	readonly #options: LatestOptions<T>;
	#next: { readonly value: T } | undefined;
	#pause: Cancel | undefined;

	constructor(options: LatestOptions<T>) {
		this.#options = options;
	}

	push(value: T): void {
		this.#next = { value };
		if (this.#pause === undefined) this.#handOn();
	}

	/** Hands on what is left, and no more after that. */
	end(): void {
		this.#pause?.();
		if (this.#next !== undefined) this.#options.take(this.#next.value);
		this.#next = undefined;
	}

	#handOn(): void {
		const { clock, perSecond, take, isBusy } = this.#options;
		this.#pause = undefined;
		if (this.#next === undefined) return;
		if (isBusy?.() !== true) {
			take(this.#next.value);
			this.#next = undefined;
		}
		this.#pause = clock.after(1000 / perSecond, () => this.#handOn());
	}
}
