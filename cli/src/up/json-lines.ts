import { safeJson } from "@gw-sim/core";
import { serverName } from "./orchestra.js";
import type { PlainLines } from "./plain.js";
import { isQuietLog } from "./server-log.js";

/** JSON lines: what each process says, with its name before it. */
export function jsonLines(verbose: boolean): PlainLines {
	return (event) => {
		switch (event.type) {
			case "process": {
				const { name, ...process } = event.process;
				return safeJson({ name, event: "process", ...process });
			}
			case "line": {
				const { name, stream, text } = event;
				if (!verbose && name === serverName && isQuietLog(text)) return null;
				return safeJson({ name, event: "line", stream, text });
			}
			case "event":
				return safeJson({ name: event.name, ...event.event });
			case "gateway": {
				const { url, endpoints, isOwn } = event.gateway;
				return safeJson({
					name: isOwn ? serverName : "gateway",
					event: isOwn ? "listening" : "gateway",
					url,
					endpoints,
				});
			}
			default:
				return null;
		}
	};
}
