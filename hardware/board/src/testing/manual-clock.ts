import type { Clock } from "@gw-sim/core";

/** A clock that moves when it is told to, and while a call runs for as long as that says it takes. */
export class ManualClock implements Clock {
	#now = 0;
	#timers: { readonly at: number; readonly run: () => void }[] = [];

	now(): number {
		return this.#now;
	}

	wallTime(): number {
		return this.#now;
	}

	after(ms: number, run: () => void): () => void {
		const timer = { at: this.#now + ms, run };
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
		};
	}

	get pending(): number {
		return this.#timers.length;
	}

	/** Time that passes without anything being called, as in a process that is busy. */
	pass(ms: number): void {
		this.#now += ms;
	}

	/** Moves on by `ms`, calling what is due on the way. */
	advance(ms: number): void {
		const until = this.#now + ms;
		for (;;) {
			const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
			if (next === undefined || next.at > until) break;
			this.#timers = this.#timers.filter((other) => other !== next);
			this.#now = Math.max(this.#now, next.at);
			next.run();
		}
		this.#now = Math.max(this.#now, until);
	}
}
