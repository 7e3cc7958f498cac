import { createHmac, timingSafeEqual } from "node:crypto";
import {
	readTokenClaims,
	type Snowflake,
	type TokenClaims,
	tokenParts,
	tokenPayloadText,
} from "@gw-sim/protocols/chat";

/**
 * A token that lets a user or a bot in: a JWT signed with HS256, its id a bare integer of any size.
 * @example
 * signChatToken("secret", { type: "user", id: "6982582592583503353" });
 */
export function signChatToken(
	secret: string,
	bearer: { readonly type: "user" | "bot"; readonly id: Snowflake },
): string {
	const segment = (text: string): string => Buffer.from(text).toString("base64url");
	const header = segment('{"alg":"HS256","typ":"JWT"}');
	const signed = `${header}.${segment(tokenPayloadText(bearer))}`;
	return `${signed}.${hmac(secret, signed).toString("base64url")}`;
}

/** Whom a token is for; null where it is forged, expired (`nowMs` since 1970) or no such token. */
export function verifyChatToken(secret: string, token: string, nowMs: number): TokenClaims | null {
	const parts = tokenParts(token);
	if (parts === null) return null;
	const expected = hmac(secret, parts.signingInput);
	if (parts.signature.length !== expected.length) return null;
	if (!timingSafeEqual(parts.signature, expected)) return null;
	const claims = readTokenClaims(parts.payload);
	if (claims === null || (claims.exp !== null && claims.exp * 1000 <= nowMs)) return null;
	return claims;
}

function hmac(secret: string, text: string): Buffer {
	return createHmac("sha256", secret).update(text).digest();
}
