import { type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { ClientMessage, ItemId, Profile, ServerMessage } from "./messages.js";
import { subscriptionText } from "./subscriptions.js";

/** One line about a message, for logs, recordings and terminals; harmless whatever the peer sent. */
export function describeMessage(message: ClientMessage | ServerMessage): string {
	return "raw" in message ? describeClient(message) : describeServer(message);
}

function describeClient(message: ClientMessage): string {
	const { type } = message;
	switch (type) {
		case "login":
			return `login ${short(message.properties)}`;
		case "profile":
		case "ping":
		case "close":
			return type;
		case "subscribe":
		case "unsubscribe":
			return `${type} ${name(subscriptionText(message))}`;
		case "chat":
			return `chat${tail(message.message)}`;
		case "poll":
		case "ephemeralPoll":
			return `${type} ${name(message.id)}: ${name(message.answer)}`;
		case "counter":
			return `counter ${name(message.id)} ${message.delta.startsWith("-") ? "" : "+"}${message.delta}`;
		case "authenticate":
			// The key opens the room for five minutes.
			return `authenticate ${name(message.ts)}`;
		case "config":
			return `config ${short(message.value)}`;
		case "broadcast": {
			const to = message.to === undefined ? "all" : name(subscriptionText(message.to));
			return `broadcast to ${to} ${short(message.message)}`;
		}
		case "relay":
			return `relay ${name(message.name)}`;
		case "deleteRelay":
			return `deleteRelay ${message.name === undefined ? "all" : name(message.name)}`;
		case "other":
			return `${name(message.raw.type)}${tail(message.raw.data)}`;
	}
}

function describeServer(message: ServerMessage): string {
	const { type } = message;
	switch (type) {
		case "config":
			return `config ${short(message.value)}`;
		case "profile":
			return `profile ${user(message.profile)} ${short(message.profile.properties)}`;
		case "chat":
			return `chat from ${message.user.suffix}${tail(message.message)}`;
		case "poll":
		case "ephemeralPoll": {
			const votes = [...message.stats].map(([answer, count]) => `${answer} ${count}`);
			return `${type} ${name(message.id)}: ${votes.length === 0 ? "no votes" : safe(votes.join(", "))}`;
		}
		case "counter":
			return `counter ${name(message.id)} = ${name(message.value)}`;
		case "ping":
			return "ping";
		case "error":
			return `error ${safe(message.text)}`;
		case "relay": {
			const { type: relayed, data } = message.message;
			return `relay ${name(relayed)} from ${user(message.user)}${tail(data)}`;
		}
		case "broadcast":
			return `broadcast ${short(message.message)}`;
	}
}

function user({ suffix, role }: Profile): string {
	return role === "admin" ? `${suffix} (admin)` : String(suffix);
}

function name(id: ItemId): string {
	return safe(String(id), 80);
}

function tail(data: JsonValue | undefined): string {
	return data === undefined ? "" : ` ${short(data)}`;
}

function short(value: unknown): string {
	// Cutting may leave half a surrogate pair.
	return safe(safeJson(value), 160);
}
