import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "@gw-sim/core";
import type { Protocol } from "@gw-sim/server";
import { type Body, parseFaults, type Usage } from "@gw-sim/simulator-engine";
import type { TagEvent } from "@gw-sim/simulator-lock";
import type { LedsEvent } from "../leds/leds-event.js";
import type { SceneDeviceEvent } from "./orchestra.js";

/** What the server's first line tells. */
export interface Listening {
	readonly url: string;
	readonly endpoints: Readonly<Record<Protocol, string>>;
	/** For the user that the server makes up where its configuration names no secret. */
	readonly chatToken: string | null;
}

/** A line of a device's process: an event, what it uses, or null where it is neither. */
export function parseDeviceLine(
	line: string,
): SceneDeviceEvent | ({ readonly event: "usage" } & Usage) | null {
	const value = parseJson(line);
	if (!isJsonObject(value)) return null;
	const { event, device, at, state, message, code, type, dir } = value;
	switch (event) {
		case "state":
			return typeof device === "string" && typeof at === "number" && isJsonObject(state)
				? { event, device, at, state }
				: null;
		case "error":
			return typeof message === "string" && typeof code === "string"
				? { event, message, code }
				: null;
		case "message": {
			const body = bodyOf(value);
			return typeof type === "string" && body !== null ? { event, type, ...body } : null;
		}
		case "frame": {
			const body = bodyOf(value);
			return (dir === "in" || dir === "out") && typeof at === "number" && body !== null
				? { event, dir, at, ...body }
				: null;
		}
		case "usage": {
			const { rss, cpuMs } = value;
			return typeof rss === "number" && typeof cpuMs === "number" ? { event, rss, cpuMs } : null;
		}
		case "faults": {
			const faults = parseFaults(value.faults);
			return faults === null ? null : { event, faults };
		}
		case "pixels": {
			const { leds, hex } = value;
			return typeof at === "number" && typeof leds === "number" && typeof hex === "string"
				? { event, at, leds, hex }
				: null;
		}
		case "tag":
			return tagOf(value);
		case "leds":
			return ledsOf(value);
		default:
			return null;
	}
}

function bodyOf({ data, binary }: JsonObject): Body | null {
	if (typeof binary === "string") return { binary };
	return data === undefined ? null : { data };
}

const tagResults: readonly TagEvent["result"][] = ["paired", "pair-refused", "granted", "denied"];

function tagOf({ uid, result, reason }: JsonObject): TagEvent | null {
	const known = tagResults.find((each) => each === result);
	if (typeof uid !== "string" || known === undefined) return null;
	return {
		event: "tag",
		uid,
		result: known,
		...(typeof reason === "string" ? { reason } : {}),
	};
}

function ledsOf({ port, protocol, baud, maxFps, hello, acks }: JsonObject): LedsEvent | null {
	return typeof port === "string" &&
		typeof protocol === "string" &&
		typeof baud === "number" &&
		typeof maxFps === "number" &&
		typeof hello === "boolean" &&
		typeof acks === "boolean"
		? { event: "leds", port, protocol, baud, maxFps, hello, acks }
		: null;
}

/** The server's `listening` line; null where it is another. */
export function parseListening(line: string): Listening | null {
	const value = parseJson(line);
	if (!isJsonObject(value) || value.event !== "listening") return null;
	const { url, development } = value;
	const endpoints = endpointsOf(value.endpoints);
	if (typeof url !== "string" || endpoints === null) return null;
	const token = isJsonObject(development) ? development.chatToken : undefined;
	return { url, endpoints, chatToken: typeof token === "string" ? token : null };
}

function endpointsOf(value: JsonValue | undefined): Listening["endpoints"] | null {
	const { lock, rooms, chat, cloud, puff } = isJsonObject(value) ? value : {};
	return typeof lock === "string" &&
		typeof rooms === "string" &&
		typeof chat === "string" &&
		typeof cloud === "string" &&
		typeof puff === "string"
		? { lock, rooms, chat, cloud, puff }
		: null;
}
