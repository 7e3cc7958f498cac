import { type Frame, isJsonObject, type JsonValue } from "@gw-sim/core";
import { coerceNumber, coerceText } from "./coerce.js";
import type {
	Authenticate,
	ClientMessage,
	Count,
	DeleteRelay,
	ItemId,
	PollType,
	RawMessage,
	Relay,
	SendBroadcast,
	SetConfig,
	Subscription,
	Vote,
} from "./messages.js";
import { defaultCounter } from "./rules.js";
import { parseSubscription } from "./subscriptions.js";
import { objectIn, undecodable } from "./undecodable.js";

export interface DecodeOptions {
	/** How deep arrays and objects may nest, the frame's own object among them; 32 when absent. */
	readonly maxDepth?: number;
}

/**
 * The message in a client's frame.
 * @throws DecodeError for everything that the original room server met with silence; its code is a
 * `RoomsDecodeCode`, and its message a sentence that may be sent back.
 */
export function decodeClientMessage(
	frame: Frame,
	{ maxDepth = 32 }: DecodeOptions = {},
): ClientMessage {
	const { type, data } = objectIn(frame, maxDepth);
	if (typeof type !== "string")
		throw undecodable("no-type", 'No type: send it as a string, as in {"type":"profile"}.');
	const raw: RawMessage = data === undefined ? { type } : { type, data };
	switch (type) {
		case "login":
			return { type, properties: isJsonObject(data) ? data : {}, raw };
		case "profile":
		case "ping":
		case "close":
			return { type, raw };
		case "subscribe":
		case "unsubscribe":
			return { type, ...subscription(data, type), raw };
		case "chat":
			return { type, message: data, raw };
		case "poll":
		case "ephemeralPoll":
			return vote(type, data, raw);
		case "counter":
			return count(data, raw);
		case "authenticate":
			return authenticate(data, raw);
		case "config":
			return config(data, raw);
		case "broadcast":
			return broadcast(data, raw);
		case "relay":
		case "deleteRelay":
			return relay(type, data, raw);
		default:
			return { type: "other", raw };
	}
}

function subscription(data: JsonValue | undefined, where: string): Subscription {
	const text = coerceText(data);
	const parsed = text === null ? null : parseSubscription(text);
	if (parsed === null)
		throw undecodable(
			"bad-subscription",
			`No event in ${where}: name one as in "chat", or with an id as in "poll:lunch".`,
		);
	return parsed;
}

function vote(type: PollType, data: JsonValue | undefined, raw: RawMessage): Vote {
	const { id, answer } = isJsonObject(data) ? data : {};
	if (!isItemId(id) || !isItemId(answer))
		throw undecodable(
			"bad-vote",
			`No vote in ${type}: send data as in {"id":"lunch","answer":"soup"}, with strings or numbers.`,
		);
	return { type, id, answer: String(answer), raw };
}

function count(data: JsonValue | undefined, raw: RawMessage): Count {
	if (!data) return { type: "counter", id: defaultCounter, delta: "1", raw };
	if (!isJsonObject(data))
		throw undecodable(
			"bad-counter",
			'No increment in counter: send data as in {"id":"total","value":17.75}.',
		);
	const id = data.id || defaultCounter;
	if (!isItemId(id))
		throw undecodable("bad-counter", "The id of a counter must be a string or a number.");
	const delta = coerceNumber(data.value);
	if (delta === null)
		throw undecodable("bad-counter", "The value of a counter must be a finite number.");
	return { type: "counter", id, delta: String(delta), raw };
}

function authenticate(data: JsonValue | undefined, raw: RawMessage): Authenticate {
	const { ts, key } = isJsonObject(data) ? data : {};
	const text = coerceText(ts);
	const tsMs = coerceNumber(ts);
	if (text === null || tsMs === null || typeof key !== "string")
		throw undecodable(
			"bad-authentication",
			'No authentication: send data as in {"ts":1631756233699,"key":"89d8…"}, with the time in ms.',
		);
	return { type: "authenticate", ts: text, tsMs, key, raw };
}

function config(data: JsonValue | undefined, raw: RawMessage): SetConfig {
	const value = coerceText(data);
	if (value === null) throw undecodable("bad-config", "The config must be a string.");
	return { type: "config", value, raw };
}

function broadcast(data: JsonValue | undefined, raw: RawMessage): SendBroadcast {
	if (!isJsonObject(data))
		throw undecodable(
			"bad-broadcast",
			'No broadcast: send data as in {"type":"news","data":1,"to":"weather"}.',
		);
	const message = {
		...(data.type === undefined ? {} : { type: data.type }),
		...(data.data === undefined ? {} : { data: data.data }),
	};
	const to = data.to ? subscription(data.to, "the broadcast's to") : undefined;
	return { type: "broadcast", message, to, raw };
}

function relay(
	type: "relay" | "deleteRelay",
	data: JsonValue | undefined,
	raw: RawMessage,
): Relay | DeleteRelay {
	if (typeof data === "string" && data !== "") return { type, name: data, raw };
	if (type === "deleteRelay" && !data) return { type, name: undefined, raw };
	throw undecodable(
		"bad-relay",
		`No type in ${type}: name one, as in {"type":"${type}","data":"chat"}.`,
	);
}

/** A number beyond the finite ones has no JSON to echo. */
function isItemId(value: JsonValue | undefined): value is ItemId {
	return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}
