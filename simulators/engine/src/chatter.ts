import { type Clock, integer, type Random } from "@gw-sim/core";

const openings = ["has anybody", "who has", "I just", "we should have", "nobody has"];
const deeds = ["fed the cat", "seen the spare key", "turned the heating up", "watered the ferns"];
const endings = ["today", "yet", "again", "before noon", "since Monday"];

export interface ChatterOptions {
	readonly clock: Clock;
	readonly random: Random;
	/** On average; the gaps between are exponential, as of people who do not know of each other. */
	readonly perMinute: number;
	/** Says a sentence; called only between `start` and `stop`. */
	say(sentence: string): void;
}

/** Small talk for load, the same for a seed. */
export class Chatter {
	readonly #options: ChatterOptions;
	#cancel: (() => void) | null = null;

	constructor(options: ChatterOptions) {
		this.#options = options;
	}

	/** Begins with a gap; without effect where it is talking already. */
	start(): void {
		if (this.#cancel === null) this.#wait();
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	#wait(): void {
		const { clock, random, perMinute, say } = this.#options;
		const gapMs = (-Math.log(1 - random()) * 60_000) / perMinute;
		this.#cancel = clock.after(gapMs, () => {
			this.#wait();
			say(sentence(random));
		});
	}
}

function sentence(random: Random): string {
	return [openings, deeds, endings].map((words) => pick(words, random)).join(" ");
}

function pick(words: readonly string[], random: Random): string {
	return words[integer(random, 0, words.length - 1)] ?? "";
}
