/**
 * JSON with every digit of its numbers: a number is "#" and its text, a string "'" and itself. A
 * second reader beside the one under test, made of the platform's parser and one expression.
 */
export type Marked = null | boolean | string | readonly Marked[] | MarkedObject;

export type MarkedObject = { readonly [key: string]: Marked };

/** A key with its colon, a string, or a number, in a text that is known to be JSON. */
const token = /("(?:[^"\\]|\\.)*"\s*:)|"((?:[^"\\]|\\.)*)"|(-?\d[\d.eE+-]*)/g;

/** The value in a text, or undefined where that is no JSON. */
export function markedIn(text: string): Marked | undefined {
	if (!isJson(text)) return undefined;
	const marked = text.replace(
		token,
		(_, key?: string, string?: string, number?: string) =>
			key ?? (number === undefined ? `"'${string}"` : `"#${number}"`),
	);
	return JSON.parse(marked);
}

/** Whether arrays and objects nest deeper than `max` in a value. */
export function isDeeper(value: Marked, max: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	return max === 0 || Object.values(value).some((part) => isDeeper(part, max - 1));
}

/** How deep they nest in a text that is JSON, which may tell a key twice and mean the second. */
export function textDepth(text: string): number {
	let depth = 0;
	let deepest = 0;
	for (const [character] of text.replace(/"(?:[^"\\]|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
		depth += character === "[" || character === "{" ? 1 : -1;
		deepest = Math.max(deepest, depth);
	}
	return deepest;
}

export function isMarkedObject(value: Marked | undefined): value is MarkedObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of its own, whatever an object inherits. */
export function member(object: MarkedObject, key: string): Marked | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The string in a value; null for anything else. */
export function stringIn(value: Marked | undefined): string | null {
	return typeof value === "string" && value.startsWith("'") ? value.slice(1) : null;
}

/** The digits of a number; null for anything else. */
export function numberIn(value: Marked | undefined): string | null {
	return typeof value === "string" && value.startsWith("#") ? value.slice(1) : null;
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
