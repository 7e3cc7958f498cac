import { parseTally } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { EphemeralPolls, type Tally } from "./ephemeral-polls.js";
import { after, field } from "./fields.js";
import { Ledger } from "./ledger.js";

/** What a node knows of a room; all but the ephemeral polls is in the store. */
export class RoomState {
	readonly polls: Ledger<Tally>;
	/** Decimal text by id. */
	readonly counters: Ledger<string>;
	readonly ephemeralPolls: EphemeralPolls = new EphemeralPolls();
	/** Null until somebody sets it. */
	config: string | null = null;
	/** Suffixes given out so far. */
	suffix = 0;
	/** Sessions that the room remembers. */
	sessions = 0;
	/** Votes over all polls, those of the ephemeral ones aside. */
	ballots = 0;
	/** The number of the next poll or counter. */
	nextBirth = 1;

	constructor(limits: Limits) {
		this.polls = new Ledger(limits.polls);
		this.counters = new Ledger(limits.counters);
	}

	/** Takes over what the store has. */
	load(fields: ReadonlyMap<string, string>): void {
		this.polls.clear();
		this.counters.clear();
		this.config = fields.get(field.config) ?? null;
		this.suffix = Number(fields.get(field.suffix) ?? 0);
		this.sessions = 0;
		this.ballots = 0;
		for (const key of fields.keys()) if (after(field.session(""), key) !== null) this.sessions++;
		for (const [id, tally] of this.#inOrder(fields, "poll")) this.setPoll(id, parseTally(tally));
		for (const [id, value] of this.#inOrder(fields, "counter")) this.counters.set(id, value);
	}

	setPoll(id: string, tally: Tally): void {
		this.ballots += votes(tally) - votes(this.polls.get(id));
		this.polls.set(id, tally);
	}

	/** Fields come in any order; a birth that a crash has swallowed comes last. */
	#inOrder(
		fields: ReadonlyMap<string, string>,
		kind: "poll" | "counter",
	): readonly (readonly [string, string])[] {
		const born: { readonly id: string; readonly value: string; readonly birth: number }[] = [];
		for (const [key, value] of fields) {
			const id = after(field[kind](""), key);
			if (id === null) continue;
			const birth = Number(fields.get(field.birth(kind, id)) ?? Number.MAX_SAFE_INTEGER);
			if (birth < Number.MAX_SAFE_INTEGER) this.nextBirth = Math.max(this.nextBirth, birth + 1);
			born.push({ id, value, birth });
		}
		return born.sort((a, b) => a.birth - b.birth).map(({ id, value }) => [id, value]);
	}
}

function votes(tally: Tally | null): number {
	let sum = 0;
	for (const count of tally?.values() ?? []) sum += count;
	return sum;
}
