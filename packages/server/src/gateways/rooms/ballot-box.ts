import type { Vote } from "@gw-sim/protocols/rooms";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { birth, field } from "./fields.js";
import { encodeNews } from "./news.js";
import type { RoomState } from "./room-state.js";
import type { Visitor } from "./visitor.js";
import { VotesUnderWay } from "./votes-under-way.js";

export interface BallotBoxOptions {
	readonly store: Store;
	readonly limits: Limits;
}

const tooMany = (what: string): string => `This room has too many ${what}.`;

/** Takes the votes of a room and sends them through its log. */
export class BallotBox {
	readonly #key: string;
	readonly #options: BallotBoxOptions;
	readonly #state: RoomState;
	readonly #underWay = new VotesUnderWay();
	readonly #ephemeralUnderWay = new VotesUnderWay();

	constructor(key: string, options: BallotBoxOptions, state: RoomState) {
		this.#key = key;
		this.#options = options;
		this.#state = state;
	}

	/** Null, or why the vote was not taken. */
	vote(vote: Vote, visitor: Visitor): Promise<string | null> {
		return vote.type === "poll" ? this.#vote(vote, visitor) : this.#voteEphemeral(vote, visitor);
	}

	/**
	 * Takes back what goes with a session when its last socket closes, in the order of the polls.
	 * @throws Error where votes are left that cannot be taken back.
	 */
	async depart(visitor: Visitor): Promise<void> {
		const { session } = visitor;
		const { ephemeralPolls } = this.#state;
		const polls = [...ephemeralPolls].flatMap(([poll]) =>
			visitor.hasVotedFor(poll) ? [poll] : [],
		);
		try {
			// All at once: the session may come back and vote again while a store is at work.
			await Promise.all(polls.map((id) => this.#publishEphemeral({ id, session, answer: null })));
		} catch (error) {
			// A vote that never came needs no taking back.
			if (polls.some((poll) => ephemeralPolls.hasVote(poll, session))) throw error;
		}
	}

	async #vote({ id, answer }: Vote, { session }: Visitor): Promise<string | null> {
		const poll = String(id);
		const { store, limits } = this.#options;
		const { polls, ballots } = this.#state;
		const ballot = field.ballot(session, poll);
		// Who has voted in this poll adds no ballot.
		const isFull = ballots + this.#underWay.size >= limits.ballots;
		if (isFull && (await store.get(this.#key, ballot)) === null) return tooMany("votes");
		if (this.#underWay.isFull(poll, polls.get(poll) ?? new Map(), answer, limits.answers))
			return "This poll has too many answers.";
		const isNew = !polls.has(poll);
		if (isNew && !polls.reserve(poll)) return tooMany("polls");
		try {
			await this.#underWay.during(poll, answer, () => {
				const born = isNew
					? store.apply(this.#key, birth("poll", poll, this.#state.nextBirth++))
					: null;
				const body = encodeNews({ kind: "poll", id });
				const key = field.poll(poll);
				const voted = store.apply(this.#key, { type: "vote", key, ballot, choice: answer, body });
				return Promise.all([born, voted]);
			});
		} finally {
			if (isNew) polls.abandon(poll);
		}
		return null;
	}

	async #voteEphemeral({ id, answer }: Vote, visitor: Visitor): Promise<string | null> {
		const poll = String(id);
		const { session } = visitor;
		const { limits } = this.#options;
		const { ephemeralPolls: polls } = this.#state;
		const underWay = this.#ephemeralUnderWay;
		const isFull = polls.votes + underWay.size >= limits.ballots;
		if (isFull && !polls.hasVote(poll, session)) return tooMany("votes");
		if (underWay.isFull(poll, polls.tally(poll), answer, limits.answers))
			return "This poll has too many answers.";
		if (!polls.has(poll)) {
			if (polls.size >= limits.polls && !this.#dropEmpty()) return tooMany("polls");
			polls.add(poll);
		}
		visitor.votesFor(poll);
		await underWay.during(poll, answer, () => this.#publishEphemeral({ id, session, answer }));
		return null;
	}

	/** Makes place by forgetting the oldest ephemeral poll that nobody votes in; false where all have votes. */
	#dropEmpty(): boolean {
		const { ephemeralPolls } = this.#state;
		for (const [poll, tally] of ephemeralPolls) {
			if (tally.size > 0 || this.#ephemeralUnderWay.isFor(poll)) continue;
			ephemeralPolls.drop(poll);
			return true;
		}
		return false;
	}

	async #publishEphemeral(vote: {
		readonly id: string | number;
		readonly session: string;
		readonly answer: string | null;
	}): Promise<void> {
		const body = encodeNews({ kind: "ephemeral", ...vote });
		await this.#options.store.apply(this.#key, { type: "append", body });
	}
}
