import {
	type ExactJson,
	ExactNumber,
	isExactJsonObject,
	parseExactJson,
	utf8Decode,
} from "@gw-sim/core";
import { base64UrlDecode } from "./base64url.js";
import type { Snowflake } from "./messages.js";
import { snowflakeIn } from "./snowflake.js";

const maxDepth = 8;

/** What a token says of its bearer; users and bots have their ids apart. */
export interface TokenClaims {
	readonly type: "user" | "bot";
	readonly id: Snowflake;
	/** Until when it holds, in seconds since 1970-01-01 UTC; null for ever. */
	readonly exp: number | null;
}

/** A compact JWT taken apart; nothing in it can be trusted before the signature is verified. */
export interface TokenParts {
	/** What was signed, as it came: the two first segments with their dot, ASCII. */
	readonly signingInput: string;
	/** HMAC-SHA-256 over the signing input, if the token is genuine. */
	readonly signature: Uint8Array;
	/** JSON for `readTokenClaims`. */
	readonly payload: string;
}

/**
 * The parts of a JWT in compact form (RFC 7515 section 7.1), or null where it is none, names another
 * algorithm than HS256, or asks for extensions (`crit`).
 */
export function tokenParts(token: string): TokenParts | null {
	const [header = "", payload = "", signature = "", ...rest] = token.split(".", 4);
	if (rest.length > 0 || !isHs256(textIn(header))) return null;
	const claims = textIn(payload);
	const bytes = base64UrlDecode(signature);
	if (claims === null || bytes === null || bytes.length === 0) return null;
	return { signingInput: `${header}.${payload}`, signature: bytes, payload: claims };
}

/** The claims in a verified token's payload, with every digit of the id; null for any other payload. */
export function readTokenClaims(payload: string): TokenClaims | null {
	const claims = parseExactJson(payload, maxDepth);
	if (!isExactJsonObject(claims)) return null;
	const { type, exp } = claims;
	const id = snowflakeIn(claims.id);
	if ((type !== "user" && type !== "bot") || id === null) return null;
	if (exp === undefined) return { type, id, exp: null };
	const until = secondsIn(exp);
	return until === null ? null : { type, id, exp: until };
}

/** The JSON to be signed for a user or a bot, with its id as the documents have it: a bare integer. */
export function tokenPayloadText({
	type,
	id,
}: {
	readonly type: "user" | "bot";
	readonly id: Snowflake;
}): string {
	return `{"type":"${type}","id":${id}}`;
}

function isHs256(header: string | null): boolean {
	const fields = header === null ? undefined : parseExactJson(header, maxDepth);
	return isExactJsonObject(fields) && fields.alg === "HS256" && !Object.hasOwn(fields, "crit");
}

function secondsIn(value: ExactJson): number | null {
	if (value instanceof ExactNumber) return Number(value.text);
	return typeof value === "number" ? value : null;
}

function textIn(segment: string): string | null {
	const bytes = base64UrlDecode(segment);
	return bytes === null ? null : utf8Decode(bytes);
}
