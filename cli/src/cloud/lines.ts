import {
	decodeClientMessage,
	decodeServerMessage,
	describeMessage,
	describeShow,
} from "@gw-sim/protocols/cloud";
import type { CloudDevice, PixelsEvent } from "@gw-sim/simulator-cloud";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { DeviceLines } from "../device-lines.js";

/** Turns a lamp's events into lines for people. */
export function cloudLines(lamp: CloudDevice): (event: DeviceEvent | PixelsEvent) => string | null {
	const lines = new DeviceLines({
		gateway: "server",
		good: new Set(["online"]),
		bad: new Set(["backoff"]),
		describeFrame(frame, dir) {
			if (dir === "in") return describeMessage(decodeServerMessage(frame));
			const message = decodeClientMessage(frame);
			// Whatever else a lamp sends is its secret, which stands here under another name.
			return message.type === "other" ? "secret" : describeMessage(message);
		},
		describeMessage: (type) => `server   ${type}`,
	});
	return (event) => {
		switch (event.event) {
			case "pixels":
				return null;
			case "state":
				return lines.line({
					...event,
					state: { link: lamp.link, shows: describeShow(lamp.show) },
				});
			default:
				return lines.line(event);
		}
	};
}
