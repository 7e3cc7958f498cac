import { type ExactJson, ExactNumber } from "@gw-sim/core";
import type { Nonce, Snowflake } from "./messages.js";

const decimal = /^(?:0|[1-9]\d{0,19})$/;

/** Whether a text is an id: 1 to 20 digits, no sign, no leading zeros. */
export function isSnowflake(text: string): boolean {
	return decimal.test(text);
}

/** The id in a JSON integer or a decimal string, every digit kept; null for anything else. */
export function snowflakeIn(value: ExactJson | undefined): Snowflake | null {
	if (typeof value === "string") return isSnowflake(value) ? value : null;
	return digitsIn(value);
}

/** Whether a text is a nonce: 1 to 20 digits, which come back as they are. */
export function isNonce(text: string): boolean {
	return /^\d{1,20}$/.test(text);
}

/** The nonce in a decimal string or a JSON integer; null for anything else. */
export function nonceIn(value: ExactJson | undefined): Nonce | null {
	if (typeof value === "string") return isNonce(value) ? value : null;
	const digits = digitsIn(value);
	return digits === null ? null : new ExactNumber(digits);
}

/** A JSON integer from 0 to 2^53 - 1; null for anything else. */
export function countIn(value: ExactJson | undefined): number | null {
	const number = Number(digitsIn(value) ?? Number.NaN);
	return Number.isSafeInteger(number) ? number : null;
}

/** The digits of a JSON integer that is not negative and has at most 20 of them. */
function digitsIn(value: ExactJson | undefined): string | null {
	if (value instanceof ExactNumber) return isSnowflake(value.text) ? value.text : null;
	// An exponent can make more of a short number than its digits tell.
	return Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : null;
}
