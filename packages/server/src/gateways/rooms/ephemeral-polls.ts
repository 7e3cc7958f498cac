/** Answer to count of votes, in the order in which the answers came. */
export type Tally = ReadonlyMap<string, number>;

interface Poll {
	/** Session to answer. */
	readonly votes: Map<string, string>;
	readonly tally: Map<string, number>;
}

const noVotes: Tally = new Map();

/** Polls whose votes go with their voters. A poll that nobody votes in any more stays listed. */
export class EphemeralPolls implements Iterable<readonly [string, Tally]> {
	readonly #polls = new Map<string, Poll>();
	#votes = 0;

	/** How many polls there are. */
	get size(): number {
		return this.#polls.size;
	}

	/** Votes over all polls. */
	get votes(): number {
		return this.#votes;
	}

	has(poll: string): boolean {
		return this.#polls.has(poll);
	}

	hasVote(poll: string, session: string): boolean {
		return this.#polls.get(poll)?.votes.has(session) ?? false;
	}

	/** Makes a poll that nobody has voted in yet. */
	add(poll: string): void {
		if (!this.#polls.has(poll)) this.#polls.set(poll, { votes: new Map(), tally: new Map() });
	}

	/** Forgets a poll that nobody votes in. */
	drop(poll: string): void {
		if (this.tally(poll).size === 0) this.#polls.delete(poll);
	}

	/** Puts a session's one vote in a poll; null takes it back, false where there was none. */
	vote(poll: string, session: string, answer: string | null): boolean {
		const earlier = this.#polls.get(poll)?.votes.get(session) ?? null;
		if (answer === null && earlier === null) return false;
		if (answer === earlier) return true;
		this.add(poll);
		const { votes, tally } = this.#polls.get(poll) as Poll;
		if (earlier !== null) {
			votes.delete(session);
			const left = (tally.get(earlier) ?? 1) - 1;
			if (left === 0) tally.delete(earlier);
			else tally.set(earlier, left);
			this.#votes--;
		}
		if (answer !== null) {
			votes.set(session, answer);
			tally.set(answer, (tally.get(answer) ?? 0) + 1);
			this.#votes++;
		}
		return true;
	}

	tally(poll: string): Tally {
		return this.#polls.get(poll)?.tally ?? noVotes;
	}

	*[Symbol.iterator](): Iterator<readonly [string, Tally]> {
		for (const [poll, { tally }] of this.#polls) yield [poll, tally];
	}
}
