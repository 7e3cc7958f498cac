import type { ServerEvent } from "@gw-sim/protocols/chat";
import type { Emitter } from "../emitter.js";
import type { ChatClientEvents } from "./events.js";

/** Tells listeners of a gateway's event, each under the name that this client gives it. */
export function tellEvent(emitter: Emitter<ChatClientEvents>, event: ServerEvent): void {
	switch (event.type) {
		case "MESSAGE_CREATE": {
			const { user, content, messageId } = event;
			const nonce = event.nonce === null ? null : String(event.nonce);
			emitter.emit("message", { user, content, messageId, nonce });
			return;
		}
		case "MESSAGE_DELETE":
			emitter.emit("messageDeleted", { messageId: event.messageId });
			return;
		case "START_TYPING":
			emitter.emit("typing", event.user);
			return;
		case "ROOM_USER_ADD":
			emitter.emit("userJoined", event.user);
			return;
		case "ROOM_USER_REMOVE":
			emitter.emit("userLeft", event.user);
			return;
		case "CHANNEL_ADD":
			emitter.emit("roomCreated", event.room);
			return;
		case "CHANNEL_MOVE":
			emitter.emit("roomMoved", event.room);
			return;
		case "SERVER_MESSAGE":
			emitter.emit("serverMessage", { content: event.content });
			return;
		case "GATEWAY_DOWN":
			emitter.emit("gatewayDown", null);
			return;
	}
}
