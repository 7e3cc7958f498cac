export type JsonValue =
	| null
	| boolean
	| number
	| string
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** The value in a JSON text, or undefined where it is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether arrays and objects nest deeper than `max`. Bounds what later recursion, such as
 * JSON.stringify, can be made to do: V8 parses nests that it cannot print.
 */
export function isDeeperThan(value: JsonValue, max: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	if (max === 0) return true;
	for (const child of Object.values(value)) if (isDeeperThan(child, max - 1)) return true;
	return false;
}

/** Structural equality; the order of an object's keys does not count. */
export function jsonEquals(a: JsonValue, b: JsonValue): boolean {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		return a.every((item, i) => jsonEquals(item, b[i]));
	}
	const left = a as JsonObject;
	const right = b as JsonObject;
	const keys = Object.keys(left);
	if (keys.length !== Object.keys(right).length) return false;
	return keys.every((key) => {
		const l = left[key];
		const r = right[key];
		return Object.hasOwn(right, key) && l !== undefined && r !== undefined && jsonEquals(l, r);
	});
}
