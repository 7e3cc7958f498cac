import {
	DecodeError,
	type Frame,
	isDeeperThan,
	isJsonObject,
	type JsonValue,
	parseJson,
	UsageError,
	utf8Decode,
} from "@gw-sim/core";
import {
	decodeClientBinary,
	decodeServerBinary,
	encodeClientBinary,
	encodeServerBinary,
} from "./codec-binary.js";
import type { ClientMessage, Ref, ServerMessage, Version } from "./messages.js";

export interface DecodeOptions {
	/**
	 * Accept JSON text in a binary V2 frame, as the firmware of 2020 sent it and as real hubs refuse;
	 * false when absent.
	 */
	readonly legacyFirmware?: boolean;
	/** How deep arrays and objects may nest; 32 when absent. */
	readonly maxDepth?: number;
}

/**
 * The message in a client's frame.
 * @throws DecodeError with close code 1011, as Phoenix closes, for anything else.
 */
export function decodeClientMessage(
	frame: Frame,
	version: Version,
	{ legacyFirmware = false, maxDepth = 32 }: DecodeOptions = {},
): ClientMessage {
	if (version === 2 && typeof frame !== "string" && !(legacyFirmware && frame[0] === 0x5b))
		return decodeClientBinary(frame);
	const value = jsonIn(frame, maxDepth);
	if (version === 2) {
		if (!Array.isArray(value) || value.length < 5) throw undecodable("not an array of five");
		const [joinRef, ref, topic, event, payload] = value;
		return { joinRef, ref, topic, event, payload };
	}
	if (!isJsonObject(value)) throw undecodable("not an object");
	const { topic, event, payload, ref, join_ref } = value;
	if (topic === undefined || event === undefined || payload === undefined || ref === undefined)
		throw undecodable("topic, event, payload or ref is missing");
	return { joinRef: join_ref ?? null, ref, topic, event, payload };
}

/**
 * The frame of a client's message.
 * @throws UsageError for bytes under version 1, or a field over 255 bytes beside a binary payload.
 */
export function encodeClientMessage(message: ClientMessage, version: Version): Frame {
	const { joinRef, ref, topic, event, payload } = message;
	if (payload instanceof Uint8Array) {
		requireBinary(version);
		return encodeClientBinary(message, payload);
	}
	return version === 2
		? JSON.stringify([joinRef, ref, topic, event, payload])
		: JSON.stringify({
				topic,
				event,
				payload,
				ref,
				...(joinRef === null ? {} : { join_ref: joinRef }),
			});
}

/**
 * The message in a hub's frame. Version 1 has no join_ref; there `phx_close` and `phx_error` name
 * their join in ref. Deeper nests pass than from a client, since a hub wraps what clients send.
 * @throws DecodeError for anything else.
 */
export function decodeServerMessage(frame: Frame, version: Version, maxDepth = 64): ServerMessage {
	if (version === 2 && typeof frame !== "string") return decodeServerBinary(frame);
	const value = jsonIn(frame, maxDepth);
	if (version === 2) {
		if (!Array.isArray(value) || value.length < 5) throw undecodable("not an array of five");
		const [joinRef, ref, topic, event, payload] = value;
		return serverMessage(joinRef, ref, topic, event, payload);
	}
	if (!isJsonObject(value)) throw undecodable("not an object");
	const { topic, event, payload, ref } = value;
	const endsJoin = event === "phx_close" || event === "phx_error";
	return serverMessage(endsJoin ? ref : null, ref, topic, event, payload);
}

/** The frame of a hub's message. Bytes need version 2 and go out as a binary frame. */
export function encodeServerMessage(message: ServerMessage, version: Version): Frame {
	const payload = message.kind === "reply" ? message.response : message.payload;
	if (payload instanceof Uint8Array) {
		requireBinary(version);
		return encodeServerBinary(message, payload);
	}
	switch (message.kind) {
		case "reply": {
			const { joinRef, ref, topic, status } = message;
			return encodeText(version, joinRef, ref, topic, "phx_reply", { response: payload, status });
		}
		case "push":
			return encodeText(
				version,
				message.joinRef,
				message.ref,
				message.topic,
				message.event,
				payload,
			);
		case "broadcast":
			return encodeText(version, null, null, message.topic, message.event, payload);
	}
}

function encodeText(
	version: Version,
	joinRef: Ref,
	ref: Ref,
	topic: JsonValue,
	event: string,
	payload: JsonValue,
): string {
	return version === 2
		? JSON.stringify([joinRef, ref, topic, event, payload])
		: JSON.stringify({ event, payload, ref, topic });
}

function serverMessage(
	joinRef: JsonValue = null,
	ref: JsonValue = null,
	topic: JsonValue | undefined,
	event: JsonValue | undefined,
	payload: JsonValue | undefined,
): ServerMessage {
	if (topic === undefined || typeof event !== "string" || payload === undefined)
		throw undecodable("topic, event or payload is missing");
	if (event === "phx_reply") {
		if (!isJsonObject(payload) || typeof payload.status !== "string")
			throw undecodable("a reply without a status");
		const { status, response = {} } = payload;
		return { kind: "reply", joinRef, ref, topic, status, response };
	}
	if (typeof topic !== "string") throw undecodable("the topic is not a string");
	return joinRef === null && ref === null
		? { kind: "broadcast", topic, event, payload }
		: { kind: "push", joinRef, ref, topic, event, payload };
}

function jsonIn(frame: Frame, maxDepth: number): JsonValue {
	const text = typeof frame === "string" ? frame : utf8Decode(frame);
	const value = text === null ? undefined : parseJson(text);
	if (value === undefined) throw undecodable("not JSON");
	if (isDeeperThan(value, maxDepth)) throw undecodable(`nested deeper than ${maxDepth}`);
	return value;
}

function requireBinary(version: Version): void {
	if (version === 1) throw new UsageError("version 1 has no binary payloads: use vsn 2.0.0");
}

/** Phoenix lets the socket process die of such a frame, which the peer sees as 1011. */
function undecodable(what: string): DecodeError {
	return new DecodeError(`undecodable Phoenix frame: ${what}`, {
		code: "bad-frame",
		closeCode: 1011,
	});
}
