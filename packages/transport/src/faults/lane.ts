import type { Cancel, Clock, Frame } from "@gw-sim/core";
import type { Passage } from "./frame-pipeline.js";

/** One direction of a connection under delay: keeps frames in order unless they may be overtaken. */
export class Lane {
	readonly #clock: Clock;
	readonly #deliver: (frame: Frame) => void;
	readonly #waiting = new Set<Cancel>();
	#lastDue = 0;
	#heldBytes = 0;

	constructor(clock: Clock, deliver: (frame: Frame) => void) {
		this.#clock = clock;
		this.#deliver = deliver;
	}

	get heldFrames(): number {
		return this.#waiting.size;
	}

	get heldBytes(): number {
		return this.#heldBytes;
	}

	push({ frame, delayMs, mayBeOvertaken }: Passage): void {
		const now = this.#clock.now();
		let due = now + delayMs;
		if (!mayBeOvertaken) {
			due = Math.max(due, this.#lastDue);
			this.#lastDue = due;
		}
		if (due <= now) {
			this.#deliver(frame);
			return;
		}
		this.#heldBytes += frame.length;
		this.#wait(due - now, () => {
			this.#heldBytes -= frame.length;
			this.#deliver(frame);
		});
	}

	/** Runs `end` once the frames that keep their order are through. */
	afterLast(end: () => void): void {
		const ms = this.#lastDue - this.#clock.now();
		if (ms <= 0) end();
		else this.#wait(ms, end);
	}

	clear(): void {
		for (const cancel of this.#waiting) cancel();
		this.#waiting.clear();
		this.#heldBytes = 0;
	}

	#wait(ms: number, run: () => void): void {
		const cancel = this.#clock.after(ms, () => {
			this.#waiting.delete(cancel);
			run();
		});
		this.#waiting.add(cancel);
	}
}
