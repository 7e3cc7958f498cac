import { DecodeError, UsageError, utf8Decode, utf8Encode } from "@gw-sim/core";
import type { ClientMessage, Ref, ServerMessage } from "./messages.js";

/** First byte of a V2 binary frame; a client's push and a server's push share 0. */
const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;

const MAX_FIELD_BYTES = 255;

/** Kind, one length byte a field, the fields, then the payload. */
export function decodeClientBinary(bytes: Uint8Array): ClientMessage {
	if (bytes[0] !== PUSH) throw unknownKind(bytes);
	const { fields, payload } = split(bytes, 4);
	const [joinRef, ref, topic, event] = fields;
	return {
		joinRef: orNull(joinRef),
		ref: orNull(ref),
		topic: topic ?? "",
		event: event ?? "",
		payload,
	};
}

export function encodeClientBinary(message: ClientMessage, payload: Uint8Array): Uint8Array {
	const { joinRef, ref, topic, event } = message;
	return join(PUSH, [joinRef, ref, topic, event], payload);
}

export function decodeServerBinary(bytes: Uint8Array): ServerMessage {
	switch (bytes[0]) {
		case PUSH: {
			const { fields, payload } = split(bytes, 3);
			const [joinRef, topic = "", event = ""] = fields;
			return { kind: "push", joinRef: orNull(joinRef), ref: null, topic, event, payload };
		}
		case REPLY: {
			const { fields, payload } = split(bytes, 4);
			const [joinRef, ref, topic = "", status = ""] = fields;
			return {
				kind: "reply",
				joinRef: orNull(joinRef),
				ref: orNull(ref),
				topic,
				status,
				response: payload,
			};
		}
		case BROADCAST: {
			const { fields, payload } = split(bytes, 2);
			const [topic = "", event = ""] = fields;
			return { kind: "broadcast", topic, event, payload };
		}
		default:
			throw unknownKind(bytes);
	}
}

export function encodeServerBinary(message: ServerMessage, payload: Uint8Array): Uint8Array {
	switch (message.kind) {
		case "push":
			return join(PUSH, [message.joinRef, message.topic, message.event], payload);
		case "reply":
			return join(REPLY, [message.joinRef, message.ref, message.topic, message.status], payload);
		case "broadcast":
			return join(BROADCAST, [message.topic, message.event], payload);
	}
}

function split(
	bytes: Uint8Array,
	count: number,
): { readonly fields: readonly string[]; readonly payload: Uint8Array } {
	let at = 1 + count;
	if (bytes.length < at) throw malformed("cut short in its lengths");
	const fields: string[] = [];
	for (let i = 1; i <= count; i++) {
		const end = at + (bytes[i] ?? 0);
		if (end > bytes.length) throw malformed("cut short in its fields");
		const text = utf8Decode(bytes.subarray(at, end));
		if (text === null) throw malformed("a field is not UTF-8");
		fields.push(text);
		at = end;
	}
	// A Buffer's own `slice` would share memory with the receive buffer.
	return { fields, payload: new Uint8Array(bytes.subarray(at)) };
}

function join(kind: number, fields: readonly Ref[], payload: Uint8Array): Uint8Array {
	const parts = fields.map((field) => {
		const text = field === null ? "" : typeof field === "string" ? field : JSON.stringify(field);
		const bytes = utf8Encode(text);
		if (bytes.length > MAX_FIELD_BYTES)
			throw new UsageError(`a field of a binary frame holds at most ${MAX_FIELD_BYTES} bytes`, {
				code: "field-too-long",
			});
		return bytes;
	});
	const size = parts.reduce((sum, part) => sum + part.length, 1 + parts.length + payload.length);
	const frame = new Uint8Array(size);
	frame[0] = kind;
	let at = 1 + parts.length;
	for (const [i, part] of parts.entries()) {
		frame[1 + i] = part.length;
		frame.set(part, at);
		at += part.length;
	}
	frame.set(payload, at);
	return frame;
}

/** An empty ref is how a null one travels. */
function orNull(field: string | undefined): Ref {
	return field === undefined || field === "" ? null : field;
}

function unknownKind(bytes: Uint8Array): DecodeError {
	return malformed(bytes.length === 0 ? "empty" : `unknown kind ${bytes[0]}`);
}

function malformed(what: string): DecodeError {
	return new DecodeError(`undecodable Phoenix binary frame: ${what}`, {
		code: "bad-frame",
		closeCode: 1011,
	});
}
