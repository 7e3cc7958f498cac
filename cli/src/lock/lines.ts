import { safe } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import type { TagEvent } from "@gw-sim/simulator-lock";
import { DeviceLines } from "../device-lines.js";
import { describeLockFrame } from "./describe-frame.js";

/** Turns a lock's events into lines for people. */
export function lockLines(): (event: DeviceEvent | TagEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "hub",
		good: new Set(["online", "unlocked", "paired", "granted"]),
		bad: new Set(["backoff", "jammed", "denied", "pair-refused"]),
		describeFrame: describeLockFrame,
	});
	return (event) => {
		if (event.event !== "tag") return lines.line(event);
		const reason = event.reason === undefined ? "" : ` (${safe(event.reason)})`;
		return `tag      ${event.uid} ${lines.word(event.result)}${reason}`;
	};
}
