import { type ExactJson, type ExactJsonObject, ExactNumber, isExactJsonObject } from "@gw-sim/core";
import { ConformanceFailure } from "../conformance.js";
import {
	anyInteger,
	anyText,
	including,
	type Matcher,
	matches,
	oneOf,
	type Pattern,
	showPattern,
} from "../pattern.js";

/** An id or a count as it stands on the wire. */
export type WireInteger = number | ExactNumber;

const anyBoolean: Matcher = oneOf(true, false);

export const anyUser: Pattern = {
	id: anyInteger,
	name: anyText,
	uuid: anyText,
	admin: anyBoolean,
	bio: anyText,
};

export const anyRoom: Pattern = {
	id: anyInteger,
	name: anyText,
	description: anyText,
	visibility: anyBoolean,
	creator: anyUser,
};

export const heartbeat: Pattern = { f: 120 };

/** The body of a 140 for a new session. */
export const ordinaryReady: Pattern = { v: 6, session_id: anyInteger, enc_key: "" };

/** An error; that it says nothing more is a rule of its own. */
export function errorFrame(code: number, isFatal: boolean): Matcher {
	const { matches } = including({ f: 150, cnf: including({ c: code, d: isFatal }) });
	return { name: `150 {"c":${code},"d":${isFatal}}`, matches };
}

/** A frame of the server's 130 by its name, under either key, and its body. */
export function eventFrame(event: string, cnf: Pattern): Matcher {
	return {
		name: `130 ${event} ${showPattern(cnf)}`,
		matches: (value) =>
			eventOf(value) === event && isExactJsonObject(value) && matches(cnf, value.cnf),
	};
}

/** The event that a 130 carries; null for any other frame. */
export function eventOf(frame: ExactJson | undefined): string | null {
	if (!isExactJsonObject(frame) || frame.f !== 130) return null;
	const { e, t } = frame as Partial<ExactJsonObject>;
	const name = e ?? t;
	return typeof name === "string" ? name : null;
}

/** What is at a path of keys. @throws ConformanceFailure where nothing is. */
export function at(value: ExactJson, ...keys: readonly string[]): ExactJson {
	let found: ExactJson | undefined = value;
	for (const key of keys)
		found = isExactJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
	if (found === undefined) throw new ConformanceFailure(`${keys.join(".")} is missing`);
	return found;
}

/** The integer at a path of keys. @throws ConformanceFailure where none is. */
export function integerAt(value: ExactJson, ...keys: readonly string[]): WireInteger {
	const found = at(value, ...keys);
	if (anyInteger.matches(found) && (typeof found === "number" || found instanceof ExactNumber))
		return found;
	throw new ConformanceFailure(`${keys.join(".")} is no integer`);
}

/** @throws ConformanceFailure where the condition does not hold. */
export function check(holds: boolean, message: string): asserts holds {
	if (!holds) throw new ConformanceFailure(message);
}
