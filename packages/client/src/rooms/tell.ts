import type { ServerMessage } from "@gw-sim/protocols/rooms";
import type { Emitter } from "../emitter.js";
import type { RoomsClientEvents } from "./events.js";

/** Tells listeners what the server said, in the shape of the event. */
export function tell(emitter: Emitter<RoomsClientEvents>, message: ServerMessage): void {
	switch (message.type) {
		case "config":
			emitter.emit("config", message.value);
			break;
		case "profile":
			emitter.emit("profile", message.profile);
			break;
		case "chat":
			emitter.emit("chat", { message: message.message, user: message.user });
			break;
		case "poll":
		case "ephemeralPoll":
			emitter.emit(message.type, {
				id: String(message.id),
				stats: new Map(message.stats),
			});
			break;
		case "counter":
			emitter.emit("counter", {
				id: String(message.id),
				value: Number(message.value),
				raw: message.value,
			});
			break;
		case "ping":
			emitter.emit("ping", message.ts);
			break;
		case "error":
			emitter.emit("error", message.text);
			break;
		case "relay": {
			const { type, data } = message.message;
			emitter.emit("relay", { type, data, user: message.user });
			break;
		}
		case "broadcast":
			emitter.emit("message", message.message);
			break;
	}
}
