import type { JsonObject } from "@gw-sim/core";

/** The room of a connection that names none. */
export const defaultRoom = "default";
/** The counter of an increment that names none. */
export const defaultCounter = "default";
/** How often a server pings each connection, and a client its server. */
export const pingIntervalMs = 25_000;
/** A longer frame is closed with 1009. */
export const maxPayloadBytes = 1_048_576;
/** How far the time of an authentication may be off, either way. */
export const authWindowMs = 300_000;
/** What `strictErrors` says to a wrong key, which is met with silence otherwise. */
export const wrongKeyError = "Wrong key. Sign the room, the ts and the signing key of this server.";

const wrongTimestamp = "Wrong timestamp.";

/** What everybody may know of a user's properties: those at the top whose names begin without `_`. */
export function publicProperties(properties: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(properties).filter(([key]) => !key.startsWith("_") && key !== "subscriptions"),
	);
}

/** The text whose SHA-256, in UTF-8 and hexadecimal, makes an admin. `ts` counts as it is written. */
export function authMessage(room: string, ts: string, signingKey: string): string {
	return room + ts + signingKey;
}

/** Whether an authentication made at `tsMs` may still be used; both in ms since 1970. */
export function isTimestampFresh(tsMs: number, nowMs: number): boolean {
	return Math.abs(tsMs - wholeSecond(nowMs)) <= authWindowMs;
}

/** The error for an authentication that is too old or too new. */
export function wrongTimestampError(ts: string, nowMs: number): string {
	const now = wholeSecond(nowMs);
	return `${wrongTimestamp} Received ${ts} but now is ${now} Diff is ${Math.abs(now - Number(ts))}`;
}

/** Whether an `error` answers an authentication. */
export function isAuthenticationError(text: string): boolean {
	return text.startsWith(wrongTimestamp) || text === wrongKeyError;
}

/** Whether a client may choose this id for its session, where a server lets clients choose. */
export function isClientSession(id: string): boolean {
	return /^[A-Za-z0-9_-]{1,64}$/.test(id);
}

function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
