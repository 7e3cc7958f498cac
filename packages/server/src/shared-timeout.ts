import type { Cancel, Clock } from "@gw-sim/core";

/**
 * Tells, to the millisecond, when the time of each of many is up. One timer serves all: since all
 * have the same time, whoever was armed first is due first.
 */
export class SharedTimeout<Item extends object> {
	readonly #clock: Clock;
	readonly #afterMs: number;
	readonly #over: (item: Item) => void;
	/** When each is due; earliest first. */
	readonly #dueAt = new Map<Item, number>();
	#timer: Cancel | null = null;

	/** @param over Called once for each time that an item was armed; may arm it again. */
	constructor(clock: Clock, afterMs: number, over: (item: Item) => void) {
		this.#clock = clock;
		this.#afterMs = afterMs;
		this.#over = over;
	}

	/** From now on an item has its whole time. */
	arm(item: Item): void {
		this.#dueAt.delete(item);
		this.#dueAt.set(item, this.#clock.now() + this.#afterMs);
		this.#timer ??= this.#clock.after(this.#afterMs, () => this.#check());
	}

	disarm(item: Item): void {
		this.#dueAt.delete(item);
		if (this.#dueAt.size === 0) this.#stop();
	}

	#check(): void {
		const now = this.#clock.now();
		for (const [item, dueAt] of this.#dueAt) {
			if (dueAt > now) break;
			this.#dueAt.delete(item);
			this.#over(item);
		}
		// Those that were called may have disarmed the last and armed others.
		this.#stop();
		const [next] = this.#dueAt.values();
		if (next !== undefined) this.#timer = this.#clock.after(next - now, () => this.#check());
	}

	#stop(): void {
		this.#timer?.();
		this.#timer = null;
	}
}
