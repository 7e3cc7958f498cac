import {
	DecodeError,
	isDeeperThan,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	parseJson,
} from "@gw-sim/core";
import type { Hello } from "./messages.js";
import type { ReceivedMessage } from "./received.js";
import { readServerEvent } from "./server-events.js";

/** Longer ones the platform's timers cannot count. */
const maxIntervalMs = 2_147_483_647;

/**
 * The message in a gateway's text, which of a binary frame is what it inflates to. Unknown keys are
 * ignored and missing later ones filled in; an event that cannot be read is `foreign`.
 * @throws DecodeError for anything else.
 */
export function decodeServerMessage(text: string, maxDepth = 64): ReceivedMessage {
	const message = parseJson(text);
	if (message === undefined) throw unreadable("not JSON");
	if (isDeeperThan(message, maxDepth)) throw unreadable(`nested deeper than ${maxDepth}`);
	if (!isJsonObject(message)) throw unreadable("not a JSON object");
	const { op, t, d } = message;
	switch (op) {
		case 0:
			return helloIn(isJsonObject(d) ? d : {});
		case 3:
			return eventIn(t, d);
		default:
			throw unreadable("op is neither 0 nor 3");
	}
}

function helloIn({ session_id: sessionId, heartbeat_interval: interval }: JsonObject): Hello {
	if (typeof sessionId !== "string") throw unreadable("a hello without a session_id");
	if (typeof interval !== "number" || !(interval >= 1 && interval <= maxIntervalMs))
		throw unreadable(`a hello without a heartbeat_interval from 1 to ${maxIntervalMs}`);
	return { type: "hello", sessionId, heartbeatIntervalMs: interval };
}

function eventIn(name: JsonValue | undefined, data: JsonValue | undefined): ReceivedMessage {
	if (typeof name !== "string") throw unreadable("op 3 without an event in t");
	return readServerEvent(name, data) ?? { type: "foreign", name, data };
}

function unreadable(what: string): DecodeError {
	return new DecodeError(`unreadable message: ${what}`, { code: "bad-message", closeCode: 1007 });
}
