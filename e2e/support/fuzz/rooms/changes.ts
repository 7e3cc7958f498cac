import { sumOf } from "./decimals.js";
import { type Seat, statsOf } from "./den.js";
import { finite, isObject, type JsonValue, own, printed } from "./json-value.js";
import { counterFrame } from "./shapes.js";
import type { RoomsTerms } from "./terms.js";

/** A vote; false where it does not count. */
export function vote(
	{ den, guest }: Seat,
	type: "poll" | "ephemeralPoll",
	data: JsonValue | undefined,
	limits: RoomsTerms["limits"],
): boolean {
	const id = isObject(data) ? nameIn(own(data, "id")) : null;
	const answer = isObject(data) ? nameIn(own(data, "answer")) : null;
	if (id === null || answer === null) return false;
	const [poll, choice] = [String(id), String(answer)];
	if (poll.length > limits.nameLength || choice.length > limits.nameLength) return false;
	const polls = type === "poll" ? den.polls : den.ephemeralPolls;
	const votes = polls.get(poll) ?? new Map();
	const answers = new Set(votes.values());
	if (answers.size >= limits.answers && !answers.has(choice)) return false;
	let ballots = 0;
	for (const { size } of polls.values()) ballots += size;
	if (!votes.has(guest) && ballots >= limits.ballots) return false;
	if (!polls.has(poll) && polls.size >= limits.polls) {
		// An ephemeral poll that nobody votes in any more gives way, the oldest first.
		const [empty] = [...polls].find(([, { size }]) => size === 0) ?? [];
		if (empty === undefined) return false;
		polls.delete(empty);
	}
	polls.set(poll, votes.set(guest, choice));
	const stats = statsOf(votes);
	den.tell({ type, data: { id: printed(id), stats } }, { event: type, id: poll });
	return true;
}

/** An increment; false where it does not count. */
export function count(
	{ den }: Seat,
	data: JsonValue | undefined,
	{ limits, counterValueAs }: RoomsTerms,
): boolean {
	const given = !data ? { value: 1 } : data;
	if (!isObject(given)) return false;
	const id = nameIn(own(given, "id") || "default");
	const delta = finite(own(given, "value"));
	if (id === null || delta === null) return false;
	const counter = String(id);
	if (counter.length > limits.nameLength) return false;
	if (!den.counters.has(counter) && den.counters.size >= limits.counters) return false;
	const sum = sumOf(den.counters.get(counter) ?? 0n, String(delta));
	if (sum === null) return false;
	den.counters.set(counter, sum);
	const echo = typeof id === "number" ? Number(id) + 0 : id;
	den.tell(counterFrame(echo, sum, counterValueAs), { event: "counter", id: counter });
	return true;
}

/** A string or a finite number, which is what polls, answers and counters can be called. */
function nameIn(value: JsonValue | undefined): string | number | null {
	if (typeof value === "number") return finite(value);
	return typeof value === "string" ? value : null;
}
