import { type ExactJson, safe, stringifyExactJson } from "@gw-sim/core";
import { writeClientEvent } from "./client-events.js";
import { errorMeaning } from "./errors.js";
import type { ClientMessage, ReceivedMessage } from "./messages.js";
import { writeServerEvent } from "./server-events.js";

/**
 * One line about a message, for logs, recordings and terminals; harmless whatever the peer sent, and
 * without tokens and keys.
 */
export function describeMessage(message: ClientMessage | ReceivedMessage): string {
	switch (message.kind) {
		case "introduce":
			return `introduce, a heartbeat every ${message.heartbeatIntervalMs} ms`;
		case "present": {
			const { resume } = message;
			return resume === null
				? "present"
				: `present, resuming session ${safe(resume.sessionId, 20)} after ${resume.s}`;
		}
		case "heartbeat":
			return "heartbeat";
		case "execute":
			return `${message.event.type}${tail(writeClientEvent(message.event))}`;
		case "dispatch":
			return `${numbered(message.s)}${message.event.type}${tail(writeServerEvent(message.event))}`;
		case "foreign":
			return `${numbered(message.s)}${safe(message.name, 80)} ${safe(message.cnf, 160)}`;
		case "ready": {
			const session = `ready, session ${safe(message.sessionId, 20)}`;
			return message.resumed ? `${session} resumed` : session;
		}
		case "error": {
			const end = message.fatal ? ", the connection ends" : "";
			return `error ${message.code}: ${errorMeaning(message.code)}${end}`;
		}
	}
}

function numbered(s: number | null): string {
	return s === null ? "" : `#${s} `;
}

function tail(cnf: ExactJson): string {
	const text = stringifyExactJson(cnf);
	return text === "{}" ? "" : ` ${safe(text, 160)}`;
}
