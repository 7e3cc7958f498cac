import {
	type ExactJson,
	ExactNumber,
	type Frame,
	isExactJsonObject,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	parseExactJson,
	safe,
} from "@gw-sim/core";
import type {
	ChatMessage,
	CounterMessage,
	PollMessage,
	PollType,
	RelayMessage,
	ServerMessage,
} from "./messages.js";
import { itemId, parseAs, profile, publicUser, stats } from "./schemas.js";
import { objectIn, undecodable } from "./undecodable.js";

const decimal = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const relayPrefix = "relay:";

/**
 * The message in a server's frame; one of a type that the protocol does not know is a broadcast.
 * Deeper nests pass than from a client, since a server wraps what clients send.
 * @throws DecodeError `binary`, `bad-json`, `too-deep` or `not-an-object`, and `bad-event` for a
 * known type whose data has the wrong shape, which an admin's broadcast may well have.
 */
export function decodeServerMessage(frame: Frame, maxDepth = 64): ServerMessage {
	const message = objectIn(frame, maxDepth);
	const { type, data } = message;
	const known = typeof type === "string" ? knownMessage(type, data, frame) : null;
	if (known === undefined)
		throw undecodable("bad-event", `The data of ${safe(String(type), 80)} has the wrong shape.`);
	if (known !== null) return known;
	return {
		type: "broadcast",
		message: {
			...(type === undefined ? {} : { type }),
			...(data === undefined ? {} : { data }),
		},
	};
}

/** Null for a type that the protocol does not know, undefined for data of the wrong shape. */
function knownMessage(
	type: string,
	data: JsonValue | undefined,
	frame: Frame,
): ServerMessage | null | undefined {
	switch (type) {
		case "config":
			return typeof data === "string" ? { type, value: data } : undefined;
		case "profile": {
			const parsed = parseAs(profile, data);
			return parsed && { type, profile: parsed };
		}
		case "chat":
			return chat(data);
		case "poll":
		case "ephemeralPoll":
			return poll(type, data);
		case "counter":
			return counter(frame);
		case "ping":
			return typeof data === "number" ? { type, ts: data } : undefined;
		case "error":
			return typeof data === "string" ? { type, text: data } : undefined;
		default:
			return type.startsWith(relayPrefix) ? relay(data) : null;
	}
}

function chat(data: JsonValue | undefined): ChatMessage | undefined {
	if (!isJsonObject(data)) return undefined;
	const user = parseAs(publicUser, data.user);
	return user && { type: "chat", message: data.message, user };
}

function poll(type: PollType, data: JsonValue | undefined): PollMessage | undefined {
	if (!isJsonObject(data)) return undefined;
	const id = parseAs(itemId, data.id);
	const votes: JsonObject | undefined = parseAs(stats, data.stats);
	if (id === undefined || votes === undefined) return undefined;
	const counts = Object.entries(votes).map(([answer, n]) => [answer, Number(n)] as const);
	return { type, id, stats: new Map(counts) };
}

/** Read once more with every digit of its value. */
function counter(frame: Frame): CounterMessage | undefined {
	const message = parseExactJson(String(frame), Number.POSITIVE_INFINITY);
	const data = isExactJsonObject(message) ? message.data : undefined;
	if (!isExactJsonObject(data)) return undefined;
	const id = parseAs(itemId, data.id instanceof ExactNumber ? Number(data.id.text) : data.id);
	const value = decimalText(data.value);
	return id === undefined || value === undefined ? undefined : { type: "counter", id, value };
}

function decimalText(value: ExactJson | undefined): string | undefined {
	const isNumber = value instanceof ExactNumber || typeof value === "number";
	const text = isNumber || typeof value === "string" ? String(value) : "";
	return decimal.test(text) && Number.isFinite(Number(text)) ? text : undefined;
}

function relay(data: JsonValue | undefined): RelayMessage | undefined {
	if (!isJsonObject(data) || typeof data.type !== "string") return undefined;
	const user = parseAs(profile, data.user);
	if (user === undefined) return undefined;
	const { type, data: relayed } = data;
	return {
		type: "relay",
		message: relayed === undefined ? { type } : { type, data: relayed },
		user,
	};
}
