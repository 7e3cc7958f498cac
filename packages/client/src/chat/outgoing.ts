import { ExactNumber, safe, UsageError } from "@gw-sim/core";
import { isNonce, isSnowflake, type Nonce, type Snowflake } from "@gw-sim/protocols/chat";

/** A mark of the sender's own choice, which comes back with the message. */
export type GivenNonce = string | number | bigint;

/** @throws UsageError for anything but 1 to 20 digits. */
export function outgoingNonce(nonce: GivenNonce | undefined): Nonce | null {
	if (nonce === undefined) return null;
	if (typeof nonce === "string" && isNonce(nonce)) return nonce;
	const digits = String(nonce);
	const isExact = typeof nonce === "bigint" || Number.isSafeInteger(nonce);
	if (!isExact || !isSnowflake(digits))
		throw new UsageError(
			"nonce must be 1 to 20 digits, as text or as an integer: write one beyond 2^53 as a bigint",
		);
	return new ExactNumber(digits);
}

/** @throws UsageError for anything but an id. */
export function outgoingId(id: Snowflake, name: string): Snowflake {
	if (typeof id === "string" && isSnowflake(id)) return id;
	throw new UsageError(`${name} must be an id, a text of 1 to 20 digits: ${safe(String(id), 40)}`);
}

/** @throws UsageError for text that is only blanks. */
export function outgoingText(text: string, name: string): string {
	if (typeof text === "string" && text.trim() !== "") return text;
	throw new UsageError(`${name} must be text that is not blank`);
}
