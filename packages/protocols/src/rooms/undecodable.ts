import type { Frame, JsonObject } from "@gw-sim/core";
import { DecodeError, isDeeperThan, isJsonObject, type JsonValue, parseJson } from "@gw-sim/core";

/** Stable names of what cannot be understood, for programs. */
export type RoomsDecodeCode =
	| "binary"
	| "bad-json"
	| "too-deep"
	| "not-an-object"
	| "no-type"
	| "bad-subscription"
	| "bad-vote"
	| "bad-counter"
	| "bad-authentication"
	| "bad-config"
	| "bad-broadcast"
	| "bad-relay"
	| "bad-event";

/**
 * What the original met with silence, in a sentence for whom it may concern. Nothing is ever closed
 * for it, so the close code is only what the standard would have.
 */
export function undecodable(code: RoomsDecodeCode, message: string): DecodeError {
	return new DecodeError(message, { code, closeCode: code === "binary" ? 1003 : 1007 });
}

/** @throws DecodeError `binary`, `bad-json`, `too-deep` or `not-an-object`. */
export function objectIn(frame: Frame, maxDepth: number): JsonObject {
	if (typeof frame !== "string")
		throw undecodable("binary", "Binary frame: send JSON in a text frame.");
	const value: JsonValue | undefined = parseJson(frame);
	if (value === undefined)
		throw undecodable("bad-json", 'Not JSON: send an object as in {"type":"profile"}.');
	if (isDeeperThan(value, maxDepth))
		throw undecodable("too-deep", `Nested too deep: stay within ${maxDepth} levels.`);
	if (!isJsonObject(value))
		throw undecodable("not-an-object", 'Not an object: send one as in {"type":"profile"}.');
	return value;
}
