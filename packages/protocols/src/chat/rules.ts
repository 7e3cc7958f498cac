import { type Frame, utf8Encode } from "@gw-sim/core";
import type { Snowflake } from "./messages.js";

/** Gateway API version, as in the example of function code 140. */
export const apiVersion = 6;

/** How often clients send a heartbeat, as in the example of function code 100. */
export const defaultHeartbeatIntervalMs = 20_000;

/** A client is cut when no heartbeat came for this many intervals. */
export const heartbeatDeadlineFactor = 1.5;

/** Bytes of UTF-8 that a client's payload may have. */
export const defaultMaxPayloadBytes = 4096;

/** Payloads that one connection may send in a window of time; heartbeats and the 110 count. */
export const defaultRateLimit: { readonly payloads: number; readonly perMs: number } = {
	payloads: 120,
	perMs: 60_000,
};

/** How long a lost session waits to be resumed, and how many events it keeps for that. */
export const defaultSession: { readonly ttlMs: number; readonly bufferEvents: number } = {
	ttlMs: 120_000,
	bufferEvents: 256,
};

/** Where everybody starts. */
export const defaultRoom: { readonly id: Snowflake; readonly name: string } = {
	id: "1",
	name: "general",
};

/** Whether a frame has more than `maxBytes` bytes; text counts as UTF-8. */
export function exceedsPayload(frame: Frame, maxBytes: number): boolean {
	if (typeof frame !== "string") return frame.length > maxBytes;
	// A UTF-16 unit takes one to three bytes, so most texts need no encoding.
	if (frame.length > maxBytes) return true;
	return frame.length * 3 > maxBytes && utf8Encode(frame).length > maxBytes;
}
