import type { JsonObject } from "@gw-sim/core";
import { describeShow } from "@gw-sim/protocols/cloud";
import type { CloudDevice, PixelsEvent } from "@gw-sim/simulator-cloud";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { DeviceLines } from "../device-lines.js";
import type { LedsEvent } from "../leds/leds-event.js";
import { ledsLine } from "../leds/leds-line.js";
import { describeCloudFrame } from "./describe-frame.js";

/** What would be a line a frame. */
const unsteady: ReadonlySet<string> = new Set(["frames", "ignored"]);

/**
 * Turns a lamp's events into lines for people.
 * @param lamp Null where it is in another process: then its states are told as they came.
 */
export function cloudLines(
	lamp: Pick<CloudDevice, "link" | "show"> | null,
): (event: DeviceEvent | PixelsEvent | LedsEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "server",
		good: new Set(["online"]),
		bad: new Set(["backoff"]),
		describeFrame: describeCloudFrame,
		describeMessage: (type) => `server   ${type}`,
	});
	return (event) => {
		switch (event.event) {
			case "pixels":
				return null;
			case "state": {
				if (lamp === null) return lines.line({ ...event, state: steady(event.state) });
				const { leds } = event.state;
				const state = { link: lamp.link, shows: describeShow(lamp.show) };
				return lines.line({ ...event, state: leds === undefined ? state : { ...state, leds } });
			}
			case "leds":
				return ledsLine(event);
			default:
				return lines.line(event);
		}
	};
}

function steady(state: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(state).filter(([key]) => !unsteady.has(key)));
}
