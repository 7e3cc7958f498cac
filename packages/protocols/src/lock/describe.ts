import { type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { ClientMessage, Payload, ServerMessage } from "./messages.js";

/** One line about a message, for logs, recordings and terminals; harmless whatever the peer sent. */
export function describeMessage(message: ClientMessage | ServerMessage): string {
	if (!("kind" in message))
		return `${word(message.topic)} ${word(message.event)}${tail(message.payload)}`;
	if (message.kind === "reply")
		return `${word(message.topic)} reply ${word(message.ref)} ${word(message.status)}${tail(message.response)}`;
	const everybody = message.kind === "broadcast" ? " to all" : "";
	return `${word(message.topic)} ${word(message.event)}${everybody}${tail(message.payload)}`;
}

function word(value: JsonValue): string {
	return typeof value === "string" ? safe(value, 80) : safe(JSON.stringify(value), 80);
}

function tail(payload: Payload): string {
	if (payload instanceof Uint8Array) return ` <${payload.length} bytes>`;
	const text = safeJson(payload);
	// Cutting may leave half a surrogate pair.
	return text === "{}" ? "" : ` ${safe(text, 160)}`;
}
