import { type JsonObject, type JsonValue, safe, safeJson } from "@gw-sim/core";
import {
	decodeClientMessage,
	decodeServerMessage,
	describeMessage,
	type Version,
} from "@gw-sim/protocols/lock";
import type { DeviceEvent, FrameEvent } from "@gw-sim/simulator-engine";
import type { TagEvent } from "@gw-sim/simulator-lock";
import { paint } from "../paint.js";

const good = new Set<JsonValue>(["online", "unlocked", "paired", "granted"]);
const bad = new Set<JsonValue>(["backoff", "jammed", "denied", "pair-refused"]);

/** Turns a lock's events into lines for people: of a state, only what is new. */
export function lockLines(version: Version): (event: DeviceEvent | TagEvent) => string | null {
	let shown: JsonObject = {};
	return (event) => {
		switch (event.event) {
			case "state": {
				const news = Object.entries(event.state).filter(
					([key, value]) => (shown[key] ?? null) !== value,
				);
				shown = event.state;
				return news.length === 0 ? null : news.map(stateWord).join("  ");
			}
			case "tag": {
				const reason = event.reason === undefined ? "" : ` (${safe(event.reason)})`;
				return `tag      ${event.uid} ${coloured(event.result)}${reason}`;
			}
			case "message":
				return `hub      ${safe(event.type)} ${"data" in event ? clip(safeJson(event.data)) : "<bytes>"}`;
			case "error":
				return paint("red", `error    ${safe(event.message, 400)}`);
			case "frame":
				return paint("dim", `${event.dir.padEnd(3)}      ${frameText(event, version)}`);
		}
	};
}

function stateWord([key, value]: readonly [string, JsonValue], index: number): string {
	return `${index === 0 ? key.padEnd(8) : key} ${value === null ? "none" : coloured(value)}`;
}

function coloured(value: JsonValue): string {
	const text = typeof value === "string" ? safe(value) : safeJson(value);
	if (good.has(value)) return paint("green", text);
	return bad.has(value) ? paint("red", text) : paint("bold", text);
}

function frameText(event: FrameEvent, version: Version): string {
	const frame = "binary" in event ? Buffer.from(event.binary, "base64") : String(event.data);
	try {
		return describeMessage(
			event.dir === "in"
				? decodeServerMessage(frame, version)
				: decodeClientMessage(frame, version),
		);
	} catch {
		return "binary" in event ? `<${frame.length} bytes>` : safe(String(event.data));
	}
}

/** Cut to what is left of a terminal's line behind time and topic. */
function clip(text: string): string {
	const room = Math.max(20, (process.stdout.columns ?? 200) - 32);
	return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
