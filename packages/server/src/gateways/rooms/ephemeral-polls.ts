/** Answer to count of votes, in the order in which the answers came. */
export type Tally = ReadonlyMap<string, number>;

/** Polls whose votes go with their voters. A poll that nobody votes in any more stays listed. */
export class EphemeralPolls implements Iterable<readonly [string, Tally]> {
	/** Session to answer, by poll. */
	readonly #votes = new Map<string, Map<string, string>>();

	get size(): number {
		return this.#votes.size;
	}

	has(poll: string): boolean {
		return this.#votes.has(poll);
	}

	/** Makes a poll that nobody has voted in yet. */
	add(poll: string): void {
		if (!this.#votes.has(poll)) this.#votes.set(poll, new Map());
	}

	/** Puts a session's one vote in a poll; null takes it back. */
	vote(poll: string, session: string, answer: string | null): void {
		this.add(poll);
		const votes = this.#votes.get(poll);
		votes?.delete(session);
		if (answer !== null) votes?.set(session, answer);
	}

	/** The polls in which a session has a vote. */
	votedBy(session: string): readonly string[] {
		return [...this.#votes].filter(([, votes]) => votes.has(session)).map(([poll]) => poll);
	}

	tally(poll: string): Tally {
		const tally = new Map<string, number>();
		for (const answer of this.#votes.get(poll)?.values() ?? [])
			tally.set(answer, (tally.get(answer) ?? 0) + 1);
		return tally;
	}

	*[Symbol.iterator](): Iterator<readonly [string, Tally]> {
		for (const poll of this.#votes.keys()) yield [poll, this.tally(poll)];
	}
}
