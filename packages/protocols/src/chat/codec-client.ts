import {
	type ExactJsonObject,
	ExactNumber,
	type Frame,
	isExactJsonObject,
	parseExactJson,
	stringifyExactJson,
} from "@gw-sim/core";
import { readClientEvent, writeClientEvent } from "./client-events.js";
import { eventNameIn, heartbeatFrame } from "./envelope.js";
import { malformed } from "./malformed.js";
import type { ClientMessage, Execute, Present, Resume } from "./messages.js";
import { countIn } from "./snowflake.js";

export interface DecodeOptions {
	/** How deep arrays and objects may nest; 32 when absent. */
	readonly maxDepth?: number;
}

/** A client's frame of which only the function code has been looked at. */
export interface ClientEnvelope {
	readonly f: 110 | 120 | 130;
	readonly fields: ExactJsonObject;
}

/**
 * The first half of decoding: what kind of message a frame is. It knows a 130 whatever else is wrong
 * with that, so that a client that has not identified is answered 4005 and not 4004.
 * @throws DecodeError, to be answered by error 4004, for anything that is no client's message.
 */
export function decodeClientEnvelope(
	frame: Frame,
	{ maxDepth = 32 }: DecodeOptions = {},
): ClientEnvelope {
	if (typeof frame !== "string") throw malformed("a binary frame");
	const fields = parseExactJson(frame, maxDepth);
	if (fields === undefined) throw malformed(`not JSON, or nested deeper than ${maxDepth}`);
	if (!isExactJsonObject(fields)) throw malformed("not an object");
	const { f } = fields;
	if (f !== 110 && f !== 120 && f !== 130) throw malformed("f is not 110, 120 or 130");
	return { f, fields };
}

/**
 * The second half: the message in an envelope.
 * @throws DecodeError, to be answered by error 4004, where its content is not what `f` asks for.
 */
export function readClientEnvelope({ f, fields }: ClientEnvelope): ClientMessage {
	switch (f) {
		case 110:
			return presentIn(fields);
		case 120:
			return { kind: "heartbeat" };
		case 130:
			return executeIn(fields);
	}
}

/**
 * The message in a client's frame; both halves in one.
 * @throws DecodeError, to be answered by error 4004, for anything else.
 */
export function decodeClientMessage(frame: Frame, options: DecodeOptions = {}): ClientMessage {
	return readClientEnvelope(decodeClientEnvelope(frame, options));
}

/** The frame of a client's message; an event's name goes out as `e` and as `t`. */
export function encodeClientMessage(message: ClientMessage): string {
	switch (message.kind) {
		case "present": {
			const { token, resume } = message;
			const session =
				resume === null ? {} : { session_id: new ExactNumber(resume.sessionId), s: resume.s };
			return stringifyExactJson({ f: 110, cnf: { token, ...session } });
		}
		case "heartbeat":
			return heartbeatFrame;
		case "execute": {
			const { event, ack } = message;
			const s = ack === null ? {} : { s: ack };
			const { type } = event;
			return stringifyExactJson({ f: 130, e: type, t: type, cnf: writeClientEvent(event), ...s });
		}
	}
}

function presentIn({ cnf }: ExactJsonObject): Present {
	if (!isExactJsonObject(cnf) || typeof cnf.token !== "string")
		throw malformed("110 without a token");
	return { kind: "present", token: cnf.token, resume: resumeIn(cnf) };
}

/** Who asks for a resumption in a way that cannot be read just identifies. */
function resumeIn({ session_id, s }: ExactJsonObject): Resume | null {
	const sessionId = countIn(session_id);
	const last = countIn(s);
	return sessionId === null || last === null ? null : { sessionId: String(sessionId), s: last };
}

function executeIn(fields: ExactJsonObject): Execute {
	const { e, t, cnf, s } = fields;
	if (e !== undefined && t !== undefined && e !== t) throw malformed("e and t differ");
	const name = eventNameIn(fields);
	if (name === null) throw malformed("130 without an event in e or t");
	return { kind: "execute", event: readClientEvent(name, cnf), ack: countIn(s) };
}
