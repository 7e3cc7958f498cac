import type { Cancel, Clock } from "@gw-sim/core";

interface Beat {
	readonly run: () => void;
	dueAt: number;
}

/**
 * Calls many once a period each, counted from when each was added. One timer serves them all: since
 * their period is the same, whoever was called longest ago is due first.
 */
export class Rhythm {
	readonly #clock: Clock;
	readonly #periodMs: number;
	/** Earliest due first. */
	readonly #beats = new Set<Beat>();
	#timer: Cancel | null = null;

	constructor(clock: Clock, periodMs: number) {
		this.#clock = clock;
		this.#periodMs = periodMs;
	}

	/** From now on calls `run` every period; the result ends that. */
	add(run: () => void): Cancel {
		const beat: Beat = { run, dueAt: this.#clock.now() + this.#periodMs };
		this.#beats.add(beat);
		this.#timer ??= this.#clock.after(this.#periodMs, () => this.#tick());
		return () => {
			this.#beats.delete(beat);
			if (this.#beats.size === 0) this.#stop();
		};
	}

	#tick(): void {
		const now = this.#clock.now();
		const due: Beat[] = [];
		for (const beat of this.#beats) {
			if (beat.dueAt > now) break;
			due.push(beat);
		}
		for (const beat of due) {
			// One that was called before may have ended it.
			if (!this.#beats.delete(beat)) continue;
			beat.dueAt = now + this.#periodMs;
			this.#beats.add(beat);
			beat.run();
		}
		// Those that were called may have ended all beats and begun new ones.
		this.#stop();
		const [next] = this.#beats;
		if (next !== undefined)
			this.#timer = this.#clock.after(Math.max(0, next.dueAt - now), () => this.#tick());
	}

	#stop(): void {
		this.#timer?.();
		this.#timer = null;
	}
}
