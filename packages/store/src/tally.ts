import { safe, UsageError } from "@gw-sim/core";

/** The text of a tally without votes. */
export const emptyTally = "[]";

/**
 * Reads the text that `vote` keeps in a tally field: a JSON array of pairs of a choice and its count,
 * at least 1, without spaces, such as `[["hello",14],["goodbye",2]]`. The choices are any strings,
 * each once, in the order in which they entered.
 *
 * @throws UsageError `bad-tally` for any other text.
 */
export function parseTally(text: string): ReadonlyMap<string, number> {
	return parse(text);
}

/**
 * The text of a tally with one vote taken out and one put in; null stands for no vote. A vote that
 * is not in it cannot be taken out, which changes nothing.
 *
 * @throws UsageError `bad-tally` where the text is no tally or would be none afterwards.
 */
export function moveVote(text: string, from: string | null, to: string | null): string {
	const tally = parse(text);
	if (from !== null) {
		const count = tally.get(from) ?? 0;
		if (count > 1) tally.set(from, count - 1);
		else tally.delete(from);
	}
	if (to !== null) {
		const count = (tally.get(to) ?? 0) + 1;
		if (!isCount(count)) throw badTally(text);
		tally.set(to, count);
	}
	// Well-formed: lone surrogates come out escaped.
	return JSON.stringify([...tally]);
}

function parse(text: string): Map<string, number> {
	const json = parseJson(text);
	if (!Array.isArray(json)) throw badTally(text);
	const pairs: readonly unknown[] = json;
	const tally = new Map<string, number>();
	for (const pair of pairs) {
		if (!Array.isArray(pair) || pair.length !== 2) throw badTally(text);
		const [choice, count]: readonly unknown[] = pair;
		if (typeof choice !== "string" || !isCount(count)) throw badTally(text);
		tally.set(choice, count);
	}
	// One text for one tally, so that any engine can compare and scan texts. Repeated choices differ
	// here, too.
	if (JSON.stringify([...tally]) !== text) throw badTally(text);
	return tally;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isCount(count: unknown): count is number {
	return Number.isSafeInteger(count) && Number(count) > 0;
}

function badTally(text: string): UsageError {
	return new UsageError(`not a tally: "${safe(text, 40)}"`, { code: "bad-tally" });
}
