import type { Cancel, Clock } from "@gw-sim/core";
import type { Board } from "./board.js";
import { clockHz } from "./mcu.js";

const cyclesPerMs = clockHz / 1000;

/** Most that is run at a stretch, so that everything else of the process gets its turn. */
const sliceMs = 8;

/** What lies further back is not caught up with: the board's time stood still instead. */
const mostLagMs = 250;

export interface RealTimeOptions {
	readonly board: Board;
	readonly clock: Clock;
	/** After each stretch of time that was run. */
	readonly ran?: () => void;
	/** The board cannot go on, and has stopped. */
	readonly failed?: (error: unknown) => void;
}

/** How well a board keeps up with the clock on the wall. */
export interface RealTimeReport {
	/** How far the board is behind now. */
	readonly lagMs: number;
	/** The furthest that it was behind. */
	readonly worstLagMs: number;
	/** Time that was left out because the board was too far behind. */
	readonly skippedMs: number;
	/** Milliseconds of the clock that it took to run the board, and that the board has run. */
	readonly busyMs: number;
	readonly ranMs: number;
}

/** Runs a board at 16 MHz of the clock on the wall, in slices of at most 8 ms. */
export class RealTime {
	readonly #options: RealTimeOptions;
	#cancel: Cancel | undefined;
	/** The cycle that belongs to a time of the clock. */
	#origin: { readonly ms: number; readonly cycle: number };
	#worstLagMs = 0;
	#skippedMs = 0;
	#busyMs = 0;
	readonly #firstCycle: number;

	/** Begins at once. */
	constructor(options: RealTimeOptions) {
		this.#options = options;
		this.#firstCycle = options.board.cycles;
		this.#origin = { ms: options.clock.now(), cycle: this.#firstCycle };
		this.#schedule();
	}

	get report(): RealTimeReport {
		return {
			lagMs: Math.max(0, this.#lagMs()),
			worstLagMs: this.#worstLagMs,
			skippedMs: this.#skippedMs,
			busyMs: this.#busyMs,
			ranMs: (this.#options.board.cycles - this.#firstCycle) / cyclesPerMs,
		};
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = undefined;
	}

	#lagMs(): number {
		const { board, clock } = this.#options;
		const passedMs = clock.now() - this.#origin.ms;
		return passedMs - (board.cycles - this.#origin.cycle) / cyclesPerMs;
	}

	#schedule(): void {
		this.#cancel = this.#options.clock.after(1, () => this.#runSlice());
	}

	#runSlice(): void {
		const { board, clock, ran, failed } = this.#options;
		const lagMs = this.#lagMs();
		if (lagMs > this.#worstLagMs) this.#worstLagMs = lagMs;
		if (lagMs > mostLagMs) {
			this.#skippedMs += lagMs - sliceMs;
			this.#origin = { ms: clock.now() - sliceMs, cycle: board.cycles };
		}
		const startedAt = clock.now();
		try {
			board.runTo(board.cycles + Math.min(Math.max(lagMs, 0), sliceMs) * cyclesPerMs);
		} catch (error) {
			this.#cancel = undefined;
			failed?.(error);
			return;
		}
		this.#busyMs += clock.now() - startedAt;
		this.#schedule();
		ran?.();
	}
}
