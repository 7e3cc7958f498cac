import type { Frame } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";

/**
 * Leaves out the pings that a gateway sends on its own account, whenever they come, so that every
 * other frame can be expected in its place.
 */
export function withoutPings(dial: Dial): Dial {
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
						if (!isPing(frame)) listener.frame(frame);
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

function isPing(frame: Frame): boolean {
	return typeof frame === "string" && /^\{"type":"ping","data":\d+\}$/.test(frame);
}
