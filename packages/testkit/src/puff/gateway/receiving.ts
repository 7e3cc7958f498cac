import { type Frame, utf8Encode } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";
import { inflate } from "../zlib.js";
import { listingName } from "./frames.js";

/** Dials so that frames come changed, and those that are null not at all. */
function receiving(dial: Dial, change: (frame: Frame) => Frame | null): Dial {
	return (request) => {
		const socket = dial(request);
		return {
			get bufferedBytes() {
				return socket.bufferedBytes;
			},
			listen: (listener) =>
				socket.listen({
					opened: () => listener.opened?.(),
					activity: () => listener.activity?.(),
					closed: (info) => listener.closed(info),
					frame: (frame) => {
						const changed = change(frame);
						if (changed !== null) listener.frame(changed);
					},
				}),
			send: (frame) => socket.send(frame),
			sendShared: (shared) => socket.sendShared(shared),
			close: (code, reason) => socket.close(code, reason),
			pause: () => socket.pause(),
			resume: () => socket.resume(),
			terminate: () => socket.terminate(),
		};
	};
}

/** Shows what comes deflated as text; what comes as text is shown as bytes, as it ought not to. */
export function inflating(dial: Dial): Dial {
	return receiving(dial, (frame) =>
		typeof frame === "string" ? utf8Encode(frame) : (inflate(frame) ?? frame),
	);
}

/** Leaves out lists of public groups, which anybody's doing may bring at any time. */
export function withoutListings(dial: Dial): Dial {
	return receiving(dial, (frame) =>
		typeof frame === "string" && frame.includes(`"${listingName}"`) ? null : frame,
	);
}
