import type { Tally } from "./ephemeral-polls.js";

/**
 * Votes that are on their way through a room's log. They count towards its limits from the moment
 * they are sent, so that many who vote at once stay within these together.
 */
export class VotesUnderWay {
	/** By poll and answer. */
	readonly #polls = new Map<string, Map<string, number>>();
	#size = 0;

	get size(): number {
		return this.#size;
	}

	isFor(poll: string): boolean {
		return this.#polls.has(poll);
	}

	/** Whether one more answer would be more than `max` that a poll with this tally has or gets. */
	isFull(poll: string, tally: Tally, answer: string, max: number): boolean {
		const coming = this.#polls.get(poll);
		if (tally.has(answer) || coming?.has(answer)) return false;
		let answers = tally.size;
		for (const other of coming?.keys() ?? []) if (!tally.has(other)) answers++;
		return answers >= max;
	}

	/** Counts a vote until the log has it. */
	async during(poll: string, answer: string, send: () => Promise<unknown>): Promise<void> {
		const answers = this.#polls.get(poll) ?? new Map<string, number>();
		this.#polls.set(poll, answers.set(answer, (answers.get(answer) ?? 0) + 1));
		this.#size++;
		try {
			await send();
		} finally {
			this.#size--;
			const left = (answers.get(answer) ?? 1) - 1;
			if (left > 0) answers.set(answer, left);
			else answers.delete(answer);
			if (answers.size === 0) this.#polls.delete(poll);
		}
	}
}
