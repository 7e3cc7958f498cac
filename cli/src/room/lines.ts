import { isJsonObject, type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { clip, DeviceLines } from "../device-lines.js";
import { paint } from "../paint.js";
import { describeRoomFrame } from "./describe-frame.js";

/** Turns a room's events into lines for people. */
export function roomLines(): (event: DeviceEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "server",
		good: new Set(["online", "admin"]),
		bad: new Set(["backoff"]),
		describeMessage: said,
		describeFrame: describeRoomFrame,
	});
	return (event) => lines.line(event);
}

function said(type: string, data: JsonValue): string | null {
	const { message, user, id, stats, raw } = isJsonObject(data) ? data : {};
	switch (type) {
		case "chat":
			return `${paint("cyan", who(user))}: ${spoken(message ?? null)}`;
		case "poll":
		case "ephemeralPoll":
			return `${paint("bold", `${type} ${safe(String(id))}`)} ${votes(stats)}`;
		case "counter":
			return `${paint("bold", `counter ${safe(String(id))}`)} ${safe(String(raw))}`;
		case "error":
			return paint("red", `the server: ${safe(String(data))}`);
		// What changed in it is in the state.
		case "profile":
			return null;
		default:
			return `${safe(type)} ${clip(safeJson(data))}`;
	}
}

/** By the name that most give themselves, and the number that everybody has. */
function who(user: JsonValue | undefined): string {
	const { suffix, properties } = isJsonObject(user) ? user : {};
	const { name } = isJsonObject(properties) ? properties : {};
	return safe(typeof name === "string" ? `${name} #${suffix}` : `#${suffix}`);
}

function spoken(message: JsonValue): string {
	return typeof message === "string" ? safe(message) : clip(safeJson(message));
}

function votes(stats: JsonValue | undefined): string {
	if (!isJsonObject(stats)) return "";
	const each = Object.entries(stats).map(([answer, count]) => `${safe(answer)} ${count}`);
	return clip(each.join(", "));
}
