import { newsOf, nextLook, type Reading, type Report } from "./report.js";

/** What is made up for of the looks that a computer slept through. */
const longestGapMs = 600_000;

/**
 * The app's looks at its device, in whole seconds of simulated time, and what it found new. The looks
 * that can find nothing are left out.
 */
export class Poller {
	#told: Reading;
	/** Of the last look. */
	#second: number;
	/** Of the next one. */
	#next: number;

	/** The first look, which finds everything new. */
	constructor(first: Reading, at: number) {
		this.#told = first;
		this.#second = Math.floor(at / 1000);
		this.#next = this.#second + 1;
	}

	/** When to look next. */
	get nextAt(): number {
		return this.#next * 1000;
	}

	/** Looks, in the second of `nextAt`; gives what is to be told. */
	look(reading: Reading): Partial<Report> {
		const news = newsOf(this.#told, reading, this.#second, this.#next);
		this.#second = this.#next;
		this.#told = { since: reading.since, report: { ...this.#told.report, ...news } };
		return news;
	}

	/** Plans the next look at a device that stands so. */
	plan(reading: Reading, at: number, isMoving: boolean): void {
		// A clock that is scaled may read a hair less than what it was set to.
		const second = Math.max(this.#second, Math.floor(at / 1000));
		this.#next = nextLook(this.#told, reading, second, isMoving);
	}

	/** Gives up the looks that are too far behind the present. */
	catchUp(now: number): void {
		this.#next = Math.max(this.#next, Math.ceil((now - longestGapMs) / 1000));
	}
}
