import { readTokenClaims, type Snowflake, tokenParts } from "@gw-sim/protocols/chat";

/** Whose token it is, as far as one can read it without its secret; null where one cannot. */
export function bearerOf(token: string): Snowflake | null {
	const payload = tokenParts(token)?.payload;
	return payload === undefined ? null : (readTokenClaims(payload)?.id ?? null);
}
