import { isJsonObject, type JsonObject, type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { clip, DeviceLines } from "../device-lines.js";
import { paint } from "../paint.js";
import { describeChatFrame } from "./describe-frame.js";

/** Turns a chat's events into lines for people. */
export function chatLines(): (event: DeviceEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "gateway",
		good: new Set(["online"]),
		bad: new Set(["backoff"]),
		describeMessage: said,
		describeFrame: describeChatFrame,
	});
	return (event) => lines.line(event);
}

function said(type: string, data: JsonValue): string {
	const { user, content, messageID, name, id } = isJsonObject(data) ? data : {};
	const who = isJsonObject(user) ? paint("cyan", text(user, "name")) : "";
	switch (type) {
		case "MESSAGE_CREATE":
			return `${who}: ${safe(String(content))} ${paint("dim", safe(String(messageID ?? "")))}`;
		case "MESSAGE_DELETE":
			return paint("dim", `message ${safe(String(messageID))} was deleted`);
		case "START_TYPING":
			return paint("dim", `${who} is typing`);
		case "ROOM_USER_ADD":
			return paint("dim", `${who} is here`);
		case "ROOM_USER_REMOVE":
			return paint("dim", `${who} has left`);
		case "CHANNEL_ADD":
			return paint("dim", `there is a room ${safe(String(name))}: /move ${safe(String(id))}`);
		case "CHANNEL_MOVE":
			return paint("dim", `you are in the room ${safe(String(name))}`);
		case "SERVER_MESSAGE":
			return paint("bold", `the gateway: ${safe(String(content))}`);
		case "GATEWAY_DOWN":
			return paint("bold", "the gateway goes down");
		default:
			return `${safe(type)} ${clip(safeJson(data))}`;
	}
}

function text(object: JsonObject, key: string): string {
	return safe(String(object[key] ?? ""));
}
