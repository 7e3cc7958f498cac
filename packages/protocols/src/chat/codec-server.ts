import {
	type ExactJson,
	type ExactJsonObject,
	ExactNumber,
	type Frame,
	isExactJsonObject,
	parseExactJson,
	stringifyExactJson,
} from "@gw-sim/core";
import { eventNameIn, heartbeatFrame } from "./envelope.js";
import { malformed } from "./malformed.js";
import type { ReceivedMessage, ServerEvent, ServerMessage } from "./messages.js";
import { readServerEvent, writeServerEvent } from "./server-events.js";
import { countIn, snowflakeIn } from "./snowflake.js";

/**
 * All of a 130 but its sequence number, which is the session's own: made once for everybody who is
 * told, and finished for each by `dispatchFrame`.
 */
export function dispatchHead(event: ServerEvent): string {
	const cnf = stringifyExactJson(writeServerEvent(event));
	return `{"f":130,"e":"${event.type}","t":"${event.type}","cnf":${cnf},"s":`;
}

/** The frame for one session, from `dispatchHead`'s text and the session's next number. */
export function dispatchFrame(head: string, s: number): string {
	return `${head}${s}}`;
}

/** The frame of a gateway's message. */
export function encodeServerMessage(message: ServerMessage): string {
	switch (message.kind) {
		case "introduce":
			return stringifyExactJson({ f: 100, cnf: { hb_int: message.heartbeatIntervalMs } });
		case "heartbeat":
			return heartbeatFrame;
		case "dispatch": {
			const { event, s } = message;
			if (s !== null) return dispatchFrame(dispatchHead(event), s);
			return stringifyExactJson({
				f: 130,
				e: event.type,
				t: event.type,
				cnf: writeServerEvent(event),
			});
		}
		case "ready": {
			const { v, sessionId, encKey, resumed } = message;
			const session = { v, session_id: new ExactNumber(sessionId), enc_key: encKey };
			return stringifyExactJson({ f: 140, cnf: resumed ? { ...session, resumed } : session });
		}
		case "error":
			return stringifyExactJson({ f: 150, cnf: { c: message.code, d: message.fatal } });
	}
}

/**
 * The message in a gateway's frame. Unknown keys are ignored and missing later ones filled in;
 * events that cannot be read are passed on as `foreign`.
 * @throws DecodeError for anything else.
 */
export function decodeServerMessage(frame: Frame, maxDepth = 64): ReceivedMessage {
	if (typeof frame !== "string") throw malformed("a binary frame");
	const fields = parseExactJson(frame, maxDepth);
	if (!isExactJsonObject(fields)) throw malformed("not a JSON object");
	const { f, cnf } = fields;
	const data = isExactJsonObject(cnf) ? cnf : {};
	switch (f) {
		case 100: {
			const heartbeatIntervalMs = countIn(data.hb_int);
			if (heartbeatIntervalMs === null || !isInterval(heartbeatIntervalMs))
				throw malformed("100 without a hb_int from 1 to 2147483647");
			return { kind: "introduce", heartbeatIntervalMs };
		}
		case 120:
			return { kind: "heartbeat" };
		case 130:
			return dispatchIn(fields);
		case 140:
			return readyIn(data);
		case 150: {
			const code = countIn(data.c);
			if (code === null) throw malformed("150 without a code");
			return { kind: "error", code, fatal: data.d === true };
		}
		default:
			throw malformed("f is not 100, 120, 130, 140 or 150");
	}
}

function dispatchIn(fields: ExactJsonObject): ReceivedMessage {
	const name = eventNameIn(fields);
	if (name === null) throw malformed("130 without an event in e or t");
	const s = countIn(fields.s);
	const event = readServerEvent(name, fields.cnf);
	return event === null
		? { kind: "foreign", name, cnf: stringifyExactJson(fields.cnf ?? null), s }
		: { kind: "dispatch", event, s };
}

function readyIn({ v, session_id, enc_key, resumed }: Partial<ExactJsonObject>): ReceivedMessage {
	const sessionId = snowflakeIn(session_id);
	if (sessionId === null) throw malformed("140 without a session_id");
	const encKey = textOr(enc_key, "");
	return { kind: "ready", v: countIn(v) ?? 0, sessionId, encKey, resumed: resumed === true };
}

/** Longer ones the platform's timers cannot count. */
function isInterval(ms: number): boolean {
	return ms >= 1 && ms <= 2_147_483_647;
}

function textOr(value: ExactJson | undefined, otherwise: string): string {
	return typeof value === "string" ? value : otherwise;
}
