import { UsageError } from "@gw-sim/core";
import { addDecimals } from "./decimal.js";
import type { SmallMap } from "./small-map.js";
import type { Command } from "./store.js";
import { emptyTally, moveVote, parseTally } from "./tally.js";

/** A field before and after; null where it is absent. */
export interface FieldChange {
	readonly key: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** What a command comes to. */
export interface Outcome {
	readonly applied: boolean;
	/** As `Applied.value`. */
	readonly value: string | null;
	/** Each of another field, and none that leaves its field as it was. */
	readonly changes: readonly FieldChange[];
}

type Vote = Command & { readonly type: "vote" };
type OneField = Exclude<Command, { readonly type: "append" | "vote" }>;

// Most commands change one field or none; those that change none share this.
const none: readonly FieldChange[] = [];

/**
 * Works out what a command does to some fields, and leaves them alone.
 * @throws UsageError as `Store.apply`.
 */
export function decide(fields: SmallMap, command: Command): Outcome {
	if (command.type === "append") return { applied: true, value: null, changes: none };
	if (command.type === "vote") return decideVote(fields, command);
	const { key } = command;
	const before = fields.get(key) ?? null;
	const { applied, value } = decideField(before, command);
	const changes = applied && before !== value ? [{ key, before, after: value }] : none;
	return { applied, value, changes };
}

function decideField(
	current: string | null,
	command: OneField,
): { readonly applied: boolean; readonly value: string | null } {
	switch (command.type) {
		case "put":
			return { applied: true, value: command.value };
		case "remove":
			return { applied: current !== null, value: null };
		case "cas": {
			const matches = current === command.expected;
			return { applied: matches, value: matches ? command.value : current };
		}
		case "add": {
			const sum = addDecimals(current ?? "0", command.delta);
			return { applied: sum !== null, value: sum ?? current };
		}
	}
}

function decideVote(fields: SmallMap, { key, ballot, choice }: Vote): Outcome {
	if (key === ballot) throw new UsageError("a vote's tally and ballot must be two fields");
	const tally = fields.get(key) ?? null;
	const earlier = fields.get(ballot) ?? null;
	if (earlier === choice) {
		// What is no tally is refused whoever votes.
		if (tally !== null) parseTally(tally);
		return { applied: choice !== null, value: tally, changes: none };
	}
	const value = moveVote(tally ?? emptyTally, earlier, choice);
	const vote: FieldChange = { key: ballot, before: earlier, after: choice };
	const changes = value === tally ? [vote] : [{ key, before: tally, after: value }, vote];
	return { applied: true, value, changes };
}
