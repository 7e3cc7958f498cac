import {
	type ExactJsonObject,
	ExactNumber,
	isExactJsonObject,
	parseExactJson,
	utf8Decode,
	utf8Encode,
} from "@gw-sim/core";
import type { Need } from "./target.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A text as base64url without padding. */
export function toBase64Url(text: string): string {
	let bits = "";
	for (const byte of utf8Encode(text)) bits += byte.toString(2).padStart(8, "0");
	return (bits.match(/.{1,6}/g) ?? [])
		.map((six) => alphabet[Number.parseInt(six.padEnd(6, "0"), 2)])
		.join("");
}

/** The text in base64url, or null where there is none. */
export function fromBase64Url(encoded: string): string | null {
	if (!/^[\w-]*$/.test(encoded)) return null;
	const bits = [...encoded].map((c) => alphabet.indexOf(c).toString(2).padStart(6, "0")).join("");
	const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
	return utf8Decode(Uint8Array.from(bytes));
}

/** The payload's JSON text as it was signed; null where the token is no JWT. */
export function payloadTextOf(token: string): string | null {
	const [, payload, signature] = token.split(".");
	return payload === undefined || signature === undefined ? null : fromBase64Url(payload);
}

/** The digits of the id in a token's payload; null where it has none. */
export function idOf(token: string): string | null {
	const payload = parseExactJson(payloadTextOf(token) ?? "", 16);
	if (!isExactJsonObject(payload)) return null;
	const { id } = payload as Partial<ExactJsonObject>;
	return typeof id === "number" || id instanceof ExactNumber ? String(id) : null;
}

/** That a token can be read, where a case compares what it says. */
export const needsReadableToken: Need = ({ tokens }) =>
	idOf(tokens.user) === null ? "the user's token is no JWT with an id" : null;

/** The token's claims under another header, signed by nobody or by the old signature. */
export function underHeader(token: string, header: string, signature = ""): string {
	return `${toBase64Url(header)}.${token.split(".")[1] ?? ""}.${signature}`;
}

/** The token with one character of a segment replaced by another. */
export function tampered(token: string, segment: 0 | 1 | 2): string {
	const segments = token.split(".");
	const text = segments[segment] ?? "";
	// Not the last character: its low bits may be padding that no decoder looks at.
	const at = Math.floor(text.length / 2);
	segments[segment] = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
	return segments.join(".");
}
