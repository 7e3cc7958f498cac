import { type JsonValue, safe, safeJson } from "@gw-sim/core";

/** A text or a number from outside as text for a terminal; null for anything else. */
export function word(value: JsonValue | undefined, maxLength = 80): string | null {
	if (typeof value === "string") return safe(value, maxLength);
	return typeof value === "number" ? String(value) : null;
}

/** Any value from outside as text for a terminal: texts as they are, others as JSON. */
export function shown(value: JsonValue | undefined, maxLength = 400): string {
	if (value === undefined) return "";
	return typeof value === "string" ? safe(value, maxLength) : safe(safeJson(value), maxLength);
}

/** A number from outside. */
export function numberOr(value: JsonValue | undefined, otherwise: number): number {
	return typeof value === "number" ? value : otherwise;
}

/** One of a few words from outside. */
export function oneOf<Word extends string>(
	words: readonly Word[],
	value: JsonValue | undefined,
	otherwise: Word,
): Word {
	return words.find((known) => known === value) ?? otherwise;
}
