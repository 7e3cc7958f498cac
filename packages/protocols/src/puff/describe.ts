import { safe, safeJson } from "@gw-sim/core";
import { heatStates } from "./device.js";
import type { Decoded, ServerMessage } from "./messages.js";
import type { ReceivedMember, ReceivedMessage } from "./received.js";

/**
 * One line about a message, for logs, recordings and terminals; harmless whatever the peer sent. It
 * takes what a gateway sends as well as what a client makes of it.
 */
export function describeMessage(message: Decoded | ServerMessage | ReceivedMessage): string {
	return "kind" in message ? describeClient(message) : describeServer(message);
}

function describeClient(message: Decoded): string {
	switch (message.kind) {
		case "join":
			return `join ${name(message.groupId)}`;
		case "create":
			return message.name === null ? "create" : `create ${name(message.name)}`;
		case "device":
			return `device ${device(message.deviceState)}`;
		case "edit":
		case "user":
			return `${message.kind} ${short(message.changes)}`;
		case "leave":
		case "inquire":
		case "heartbeat":
			return message.kind;
		case "refused":
			return `refused: ${message.error.type} ${message.error.code}`;
		case "ignored":
			return `ignored: ${message.why}`;
	}
}

function describeServer(message: ServerMessage | ReceivedMessage): string {
	switch (message.type) {
		case "hello":
			return `hello ${name(message.sessionId)}, heartbeat every ${message.heartbeatIntervalMs} ms`;
		case "JOINED_GROUP": {
			const others = message.members.length;
			return `${message.type} ${name(message.groupId)} ${name(message.name)}, ${message.state}, ${others} other${others === 1 ? "" : "s"}`;
		}
		case "GROUP_UPDATE": {
			const { type, groupId, name: called, state, members, ready } = message;
			const parts = [
				...(called === undefined ? [] : [name(called)]),
				...(state === undefined ? [] : [state]),
				...(members === undefined ? [] : [`${members.length} in`]),
				...(ready === undefined ? [] : [`${ready.length} ready`]),
			];
			return `${type} ${name(groupId ?? "")} ${parts.join(", ")}`;
		}
		case "GROUP_CREATE":
			return `${message.type} ${name(message.groupId)} ${name(message.name)}`;
		case "GROUP_DELETE":
			return `${message.type} ${name(message.groupId)}`;
		case "GROUP_USER_JOIN":
		case "GROUP_USER_UPDATE":
			return `${message.type} ${who(message)}`;
		case "GROUP_USER_UPDATED":
			return `${message.type} ${name(message.sessionId)} ${name(message.name)}`;
		case "GROUP_USER_DEVICE_UPDATE":
			return `${message.type} ${who(message)} ${device(message.deviceState)}`;
		case "GROUP_USER_LEFT":
		case "GROUP_HEAT_INQUIRY":
		case "GROUP_USER_READY":
			return `${message.type} ${name(message.sessionId)}`;
		case "GROUP_START_HEATING":
			return message.role?.excluded ? `${message.type} as a watcher` : message.type;
		case "GROUP_VISIBILITY_CHANGE":
			return `${message.type} ${message.visibility}`;
		case "PUBLIC_GROUPS_UPDATE":
			return `${message.type} ${message.groups.length} groups`;
		case "foreign":
			return `${name(message.name)}${message.data === undefined ? "" : ` ${short(message.data)}`}`;
		default:
			return `${message.type} ${name(message.code)}`;
	}
}

function who(
	message:
		| { readonly member: ReceivedMember }
		| { readonly sessionId: string; readonly name?: string },
): string {
	const { sessionId, name: called } = "member" in message ? message.member : message;
	return called === undefined ? name(sessionId) : `${name(sessionId)} ${name(called)}`;
}

/** With the firmware's word for its state, which is what a reader looks for. */
function device(state: unknown): string {
	const text = typeof state === "string" ? safe(state, 160) : short(state);
	const [, code] = /"state":\s*(\d+)/.exec(text) ?? [];
	const word = code === undefined ? undefined : heatStates[Number(code)];
	return word === undefined ? text : `${text} (${word})`;
}

function name(text: string): string {
	return safe(text, 80);
}

function short(value: unknown): string {
	// Cutting may leave half a surrogate pair.
	return safe(safeJson(value), 160);
}
