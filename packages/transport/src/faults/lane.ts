import type { Cancel, Clock, Frame } from "@gw-sim/core";
import type { Passage } from "./frame-pipeline.js";

/** One direction of a connection under delay: keeps frames in order unless they may be overtaken. */
export class Lane {
	readonly #clock: Clock;
	readonly #deliver: (frame: Frame) => void;
	readonly #timers = new Set<Cancel>();
	/** What keeps its order. Each timer takes the first, because real timers may swap places. */
	readonly #queue: (() => void)[] = [];
	#lastDue = 0;
	#heldBytes = 0;

	constructor(clock: Clock, deliver: (frame: Frame) => void) {
		this.#clock = clock;
		this.#deliver = deliver;
	}

	get heldFrames(): number {
		return this.#timers.size;
	}

	get heldBytes(): number {
		return this.#heldBytes;
	}

	push({ frame, delayMs, mayBeOvertaken }: Passage): void {
		const deliver = (): void => {
			this.#heldBytes -= frame.length;
			this.#deliver(frame);
		};
		this.#heldBytes += frame.length;
		if (mayBeOvertaken) this.#wait(delayMs, deliver);
		else this.#enqueue(delayMs, deliver);
	}

	/** Runs `end` once the frames that keep their order are through. */
	afterLast(end: () => void): void {
		this.#enqueue(0, end);
	}

	clear(): void {
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
		this.#queue.length = 0;
		this.#heldBytes = 0;
	}

	#enqueue(delayMs: number, run: () => void): void {
		const now = this.#clock.now();
		this.#lastDue = Math.max(now + delayMs, this.#lastDue);
		if (this.#queue.length === 0 && this.#lastDue <= now) {
			run();
			return;
		}
		this.#queue.push(run);
		this.#wait(this.#lastDue - now, () => this.#queue.shift()?.());
	}

	#wait(ms: number, run: () => void): void {
		const cancel = this.#clock.after(ms, () => {
			this.#timers.delete(cancel);
			run();
		});
		this.#timers.add(cancel);
	}
}
