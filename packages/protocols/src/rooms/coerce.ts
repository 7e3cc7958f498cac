import type { JsonValue } from "@gw-sim/core";

/**
 * `String(value)`, or null where JavaScript has no text for it: an object whose `toString` is data
 * makes `String` throw.
 */
export function coerceText(value: JsonValue | undefined): string | null {
	try {
		return String(value);
	} catch {
		return null;
	}
}

/** `Number(value)` where that is finite, else null. */
export function coerceNumber(value: JsonValue | undefined): number | null {
	try {
		const number = Number(value);
		return Number.isFinite(number) ? number : null;
	} catch {
		return null;
	}
}
