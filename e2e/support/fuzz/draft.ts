import { integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "./chance.js";
import { hostileJson, hostileKey } from "./hostile-json.js";

/** An object that is about to be written: its keys and values as JSON text, in order, not all once. */
export type Draft = readonly (readonly [key: string, value: string | Draft])[];

/** A draft of an object whose values are JSON texts or drafts; what is undefined is left out. */
export function draft(members: Readonly<Record<string, string | Draft | undefined>>): Draft {
	return Object.entries(members).flatMap(([key, value]) =>
		value === undefined ? [] : [[JSON.stringify(key), value] as const],
	);
}

/** The JSON text of a draft. */
export function written(value: string | Draft): string {
	if (typeof value === "string") return value;
	return `{${value.map(([key, part]) => `${key}:${written(part)}`).join()}}`;
}

/** The same with blanks between everything where JSON allows them. */
export function spaced(random: Random, value: string | Draft): string {
	const blank = (): string => pick(random, ["", " ", "\n\t", "\r\n"]);
	if (typeof value === "string") return `${blank()}${value}${blank()}`;
	const members = value.map(([key, part]) => `${blank()}${key}${blank()}:${spaced(random, part)}`);
	return `{${members.join()}${blank()}}`;
}

/** The same with one member's value replaced. */
export function replacing(value: Draft, key: string, by: string): Draft {
	const found = JSON.stringify(key);
	return value.map(([name, part]) => [name, name === found ? by : part]);
}

/** Spoils one thing in a draft, and mostly leaves it at that. */
export function spoiltOften(random: Random, value: Draft): Draft {
	let result = spoilt(random, value);
	while (oneIn(random, 3)) result = spoilt(random, result);
	return result;
}

/** Spoils one thing in a draft, on whatever level. */
function spoilt(random: Random, value: Draft): Draft {
	const at = integer(random, 0, Math.max(0, value.length - 1));
	const found = value[at];
	if (found === undefined) return [[hostileKey(random), hostileJson(random)]];
	const [key, part] = found;
	if (typeof part !== "string" && !oneIn(random, 4))
		return value.with(at, [key, spoilt(random, part)]);
	return weighted(random, [
		[10, () => value.with(at, [key, hostileJson(random)])],
		[2, () => value.toSpliced(at, 1)],
		[2, () => value.with(at, [hostileKey(random), part])],
		[2, () => value.toSpliced(at, 0, [key, hostileJson(random)])],
		[1, () => value.toSpliced(at + 1, 0, [key, hostileJson(random)])],
		[3, () => value.toSpliced(at, 0, [hostileKey(random), hostileJson(random)])],
		[1, () => value.with(at, [key, `[${written(part)}]`])],
		[1, () => [...value].reverse()],
		[1, () => inherited(value)],
	]);
}

/** An object that has nothing of its own, though a careless reader would find all of it there. */
function inherited(value: Draft): Draft {
	return [
		['"__proto__"', value],
		['"long"', "9007199254740993"],
	];
}
