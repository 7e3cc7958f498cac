import {
	isJsonObject,
	type JsonObject,
	type JsonValue,
	jsonEquals,
	utf8Encode,
} from "@gw-sim/core";
import type { LockState, PairPayload } from "./messages.js";

const topicPrefix = "lock:";

/** Leaves room for the prefix in a binary frame's 255-byte topic. */
const maxSerialBytes = 250;

/** Has no UTF-8 form: two such serials would become one on the wire. */
const loneSurrogate = /\p{Cs}/u;

/** Channels that one socket may have joined (Phoenix since 1.8.9). */
export const maxChannels = 100;

export function lockTopic(serial: string): string {
	return topicPrefix + serial;
}

/** The serial in a `lock:` topic, which may be empty; null for another topic. */
export function serialInTopic(topic: JsonValue): string | null {
	return typeof topic === "string" && topic.startsWith(topicPrefix)
		? topic.slice(topicPrefix.length)
		: null;
}

/** Any text of 1 to 250 bytes in UTF-8 is a serial; upper and lower case differ. */
export function isSerial(serial: string): boolean {
	return (
		serial !== "" && !loneSurrogate.test(serial) && utf8Encode(serial).length <= maxSerialBytes
	);
}

/** A lock that the hub meets for the first time. */
export function newLockState(serial: string, uuid: string): LockState {
	return { uuid, serial, name: null, mode: null, feature_flags: [], config: null };
}

/** What a stored mode makes of a lock; `pairing` exists on the device alone. */
export type StoredMode = "unconfigured" | "internal" | "external";

export function storedMode(mode: number | null): StoredMode {
	return mode === 1 ? "internal" : mode === 2 ? "external" : "unconfigured";
}

/** Every key of the hub's payload, as it came, and the serial of the item that was read. */
export function pairCompletion(params: JsonObject, itemSerial: string): JsonObject {
	return { ...params, serial: itemSerial };
}

export type CompletionVerdict =
	| { readonly ok: true; readonly itemSerial: string }
	| { readonly ok: false; readonly reason: "invalid pair data" | "unknown pair" };

/**
 * Judges a `pair:complete` against the pair that waits at the lock, if one does. Keys that the hub
 * did not send are let pass: they are the device's own.
 */
export function judgeCompletion(
	completion: JsonValue | Uint8Array,
	pending: PairPayload | undefined,
): CompletionVerdict {
	if (completion instanceof Uint8Array || !isJsonObject(completion))
		return { ok: false, reason: "invalid pair data" };
	const { serial: itemSerial, user } = completion;
	if (
		typeof itemSerial !== "string" ||
		!isSerial(itemSerial) ||
		!isJsonObject(user) ||
		user.id === undefined
	)
		return { ok: false, reason: "invalid pair data" };
	if (pending === undefined || !echoes(completion, pending))
		return { ok: false, reason: "unknown pair" };
	return { ok: true, itemSerial };
}

function echoes(completion: JsonObject, pending: PairPayload): boolean {
	const { user, ...rest } = pending;
	const expected: JsonObject = { ...rest, user: { ...user } };
	return Object.entries(expected).every(([key, value]) => {
		const echoed = completion[key];
		return echoed !== undefined && jsonEquals(echoed, value);
	});
}
