import { safe } from "@gw-sim/core";
import {
	decodeClientMessage,
	decodeServerMessage,
	describeMessage,
	type Version,
} from "@gw-sim/protocols/lock";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import type { TagEvent } from "@gw-sim/simulator-lock";
import { DeviceLines } from "../device-lines.js";

/** Turns a lock's events into lines for people. */
export function lockLines(version: Version): (event: DeviceEvent | TagEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "hub",
		good: new Set(["online", "unlocked", "paired", "granted"]),
		bad: new Set(["backoff", "jammed", "denied", "pair-refused"]),
		describeFrame: (frame, dir) =>
			describeMessage(
				dir === "in" ? decodeServerMessage(frame, version) : decodeClientMessage(frame, version),
			),
	});
	return (event) => {
		if (event.event !== "tag") return lines.line(event);
		const reason = event.reason === undefined ? "" : ` (${safe(event.reason)})`;
		return `tag      ${event.uid} ${lines.word(event.result)}${reason}`;
	};
}
