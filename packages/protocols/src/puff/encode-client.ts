import type { ClientMessage } from "./messages.js";

/** The text of a client's message. */
export function encodeClientMessage(message: ClientMessage): string {
	switch (message.kind) {
		case "join":
			return JSON.stringify({ op: 1, d: { group_id: message.groupId } });
		case "create":
			return message.name === null
				? '{"op":2}'
				: JSON.stringify({ op: 2, d: { name: message.name } });
		case "device":
			return `{"op":4,"d":${message.deviceState}}`;
		case "edit": {
			const { name, visibility } = message.changes;
			return JSON.stringify({ op: 5, d: { name, visibility } });
		}
		case "user": {
			const { name, deviceType } = message.changes;
			return JSON.stringify({ op: 6, d: { name, device_type: deviceType } });
		}
		case "leave":
			return '{"op":7}';
		case "inquire":
			return '{"op":8}';
		case "heartbeat":
			return '{"op":420}';
	}
}
