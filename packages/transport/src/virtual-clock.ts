import type { Cancel, Clock } from "@gw-sim/core";

interface Timer {
	readonly at: number;
	readonly order: number;
	/** Null once it ran or was cancelled. */
	run: (() => void) | null;
}

/** 2026-01-01T00:00:00Z, where the calendar of every virtual clock begins. */
const firstDay = 1_767_225_600_000;

/**
 * A clock that moves only when told to, so that an hour of heartbeats takes as long as its code.
 * Timers that are due together run in the order in which they were set, and between two timers all
 * promises settle, so a run with equal inputs is equal in every step.
 */
export class VirtualClock implements Clock {
	#now = 0;
	#order = 0;
	#pending = 0;
	/** A binary heap, earliest first. */
	readonly #timers: Timer[] = [];

	now(): number {
		return this.#now;
	}

	wallTime(): number {
		return firstDay + Math.floor(this.#now);
	}

	/** Timers that are set and neither run nor cancelled. */
	get pending(): number {
		return this.#pending;
	}

	after(ms: number, run: () => void): Cancel {
		const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
		this.#push(timer);
		this.#pending++;
		return () => {
			if (timer.run === null) return;
			timer.run = null;
			this.#pending--;
		};
	}

	/** Moves the clock by `ms`, running everything that falls due on the way. */
	async advance(ms: number): Promise<void> {
		const until = this.#now + ms;
		await settle();
		while (this.#earliest() <= until) await this.#runNext();
		this.#now = Math.max(this.#now, until);
	}

	/**
	 * Moves the clock from timer to timer until `done()` holds.
	 * @throws Error when `limitMs` pass, or no timer is left, before that.
	 */
	async until(done: () => boolean, limitMs: number): Promise<void> {
		const limit = this.#now + limitMs;
		await settle();
		while (!done()) {
			const next = this.#earliest();
			if (next > limit || next === Number.POSITIVE_INFINITY)
				throw new Error(`not reached within ${limitMs} ms of virtual time`);
			await this.#runNext();
		}
	}

	/** When the next live timer is due; Infinity when there is none. */
	#earliest(): number {
		for (;;) {
			const first = this.#timers[0];
			if (first === undefined) return Number.POSITIVE_INFINITY;
			if (first.run !== null) return first.at;
			this.#pop();
		}
	}

	async #runNext(): Promise<void> {
		const timer = this.#timers[0];
		if (timer === undefined || timer.run === null) return;
		this.#pop();
		this.#now = Math.max(this.#now, timer.at);
		const { run } = timer;
		timer.run = null;
		this.#pending--;
		run();
		await settle();
	}

	#push(timer: Timer): void {
		const heap = this.#timers;
		let i = heap.push(timer) - 1;
		while (i > 0) {
			const parent = (i - 1) >> 1;
			const above = heap[parent];
			if (above === undefined || !isBefore(timer, above)) break;
			heap[i] = above;
			i = parent;
		}
		heap[i] = timer;
	}

	#pop(): void {
		const heap = this.#timers;
		const last = heap.pop();
		if (last === undefined || heap.length === 0) return;
		let i = 0;
		for (;;) {
			const left = heap[2 * i + 1];
			const right = heap[2 * i + 2];
			if (left === undefined) break;
			const isRight = right !== undefined && isBefore(right, left);
			const child = isRight ? right : left;
			if (!isBefore(child, last)) break;
			heap[i] = child;
			i = 2 * i + (isRight ? 2 : 1);
		}
		heap[i] = last;
	}
}

function isBefore(a: Timer, b: Timer): boolean {
	return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Waits until every promise that can settle without a timer has. */
function settle(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
