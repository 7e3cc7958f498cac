import { type ExactJson, ExactNumber, isExactJsonObject, stringifyExactJson } from "@gw-sim/core";

/** Says whether a value will do; its name stands for it in messages. */
export interface Matcher {
	readonly name: string;
	matches(value: ExactJson | undefined): boolean;
}

/** What a frame has to look like: objects have exactly these keys, in any order. */
export type Pattern =
	| null
	| boolean
	| number
	| string
	| ExactNumber
	| Matcher
	| readonly Pattern[]
	| { readonly [key: string]: Pattern };

export const anything: Matcher = { name: "<anything>", matches: () => true };

export const anyText: Matcher = {
	name: "<text>",
	matches: (value) => typeof value === "string",
};

/** A whole number from 0, of any length. */
export const anyInteger: Matcher = {
	name: "<integer>",
	matches: (value) =>
		value instanceof ExactNumber
			? /^\d+$/.test(value.text)
			: typeof value === "number" && Number.isInteger(value) && value >= 0,
};

export const anyObject: Matcher = {
	name: "<object>",
	matches: (value) => isExactJsonObject(value),
};

/** An object with at least these keys. */
export function including(keys: { readonly [key: string]: Pattern }): Matcher {
	return {
		name: `<an object with ${showPattern(keys)}>`,
		matches: (value) =>
			isExactJsonObject(value) &&
			Object.entries(keys).every(([key, pattern]) => matches(pattern, member(value, key))),
	};
}

/** Text that a regular expression matches. */
export function textLike(expression: RegExp): Matcher {
	return {
		name: `<text like ${expression}>`,
		matches: (value) => typeof value === "string" && expression.test(value),
	};
}

/** One of several. */
export function oneOf(...patterns: readonly Pattern[]): Matcher {
	return {
		name: `<one of ${patterns.map(showPattern).join(", ")}>`,
		matches: (value) => patterns.some((pattern) => matches(pattern, value)),
	};
}

export function matches(pattern: Pattern, value: ExactJson | undefined): boolean {
	if (isMatcher(pattern)) return pattern.matches(value);
	if (pattern instanceof ExactNumber)
		return value instanceof ExactNumber && value.text === pattern.text;
	if (typeof pattern !== "object" || pattern === null) return Object.is(pattern, value);
	if (Array.isArray(pattern))
		return (
			Array.isArray(value) &&
			value.length === pattern.length &&
			pattern.every((item: Pattern, i) => matches(item, value[i]))
		);
	if (!isExactJsonObject(value)) return false;
	const keys = Object.entries(pattern);
	return (
		keys.length === Object.keys(value).length &&
		keys.every(([key, item]) => Object.hasOwn(value, key) && matches(item, value[key]))
	);
}

/** A pattern as people read it. */
export function showPattern(pattern: Pattern): string {
	if (isMatcher(pattern)) return pattern.name;
	if (pattern instanceof ExactNumber) return pattern.text;
	if (Array.isArray(pattern)) return `[${pattern.map(showPattern).join(",")}]`;
	if (typeof pattern !== "object" || pattern === null)
		return stringifyExactJson(pattern as ExactJson);
	const members = Object.entries(pattern).map(
		([key, item]) => `${JSON.stringify(key)}:${showPattern(item)}`,
	);
	return `{${members.join(",")}}`;
}

function isMatcher(pattern: Pattern): pattern is Matcher {
	return (
		typeof pattern === "object" &&
		pattern !== null &&
		"matches" in pattern &&
		typeof pattern.matches === "function"
	);
}

function member(object: { readonly [key: string]: ExactJson }, key: string): ExactJson | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}
