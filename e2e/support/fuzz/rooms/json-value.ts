import type { Pattern } from "../pattern.js";

/** A value as the platform's parser reads it. */
export type JsonValue =
	| null
	| boolean
	| number
	| string
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export function parsed(text: string): JsonValue | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function own(object: JsonObject, key: string): JsonValue | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What comes back of a value: JSON has no infinity and no -0. */
export function printed(value: JsonValue): Pattern {
	return JSON.parse(JSON.stringify(value));
}

/** `String(value)`; null where that throws, as for an object whose `toString` is data. */
export function textOf(value: JsonValue | undefined): string | null {
	try {
		return String(value);
	} catch {
		return null;
	}
}

/** `Number(value)` where that is finite, else null. */
export function finite(value: JsonValue | undefined): number | null {
	try {
		const number = Number(value);
		return Number.isFinite(number) ? number : null;
	} catch {
		return null;
	}
}

export function nestsDeeper(value: JsonValue, max: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	return max === 0 || Object.values(value).some((part) => nestsDeeper(part, max - 1));
}
