import type { JsonValue } from "@gw-sim/core";
import { decodeServerMessage, describeMessage } from "@gw-sim/protocols/puff";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { clip, DeviceLines } from "../device-lines.js";
import { describePuffFrame } from "./describe-frame.js";

/** What the panel shows all the time, and what would be a line a second. */
const unsteady: ReadonlySet<string> = new Set(["temperature", "battery"]);

/** Turns a puff's events into lines for people. */
export function puffLines(): (event: DeviceEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "group",
		good: new Set(["online", "active", "seshing"]),
		bad: new Set(["backoff", "off"]),
		describeFrame: describePuffFrame,
		describeMessage: (t, d) =>
			t === "GROUP_USER_DEVICE_UPDATE" ? null : `group    ${clip(eventText(t, d))}`,
	});
	return (event) => lines.line(event.event === "state" ? steady(event) : event);
}

function steady(event: Extract<DeviceEvent, { readonly event: "state" }>): typeof event {
	const state = Object.entries(event.state).filter(([key]) => !unsteady.has(key));
	return { ...event, state: Object.fromEntries(state) };
}

function eventText(t: string, d: JsonValue): string {
	return describeMessage(decodeServerMessage(JSON.stringify({ op: 3, t, d })));
}
