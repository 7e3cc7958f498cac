import type { LoadSocket } from "./load-socket.js";
import type { Load } from "./workload.js";

export interface FanOut {
	/** Those who get one frame for each message. */
	readonly receivers: readonly LoadSocket[];
	/** Those who connect besides, and get nothing. */
	readonly others: readonly LoadSocket[];
	readonly inFlight: number;
	/** Sends so many messages. */
	readonly send: (count: number) => void;
}

/** Messages to many. One is in flight until all receivers together got as many frames as it makes. */
export function fanOutLoad({ receivers, others, inFlight, send }: FanOut): Load {
	return {
		run(ms) {
			const until = performance.now() + ms;
			return new Promise((resolve) => {
				let frames = 0;
				let sent = inFlight;
				const received = (count: number): void => {
					frames += count;
					const done = Math.floor(frames / receivers.length);
					if (performance.now() < until) {
						const more = inFlight - (sent - done);
						if (more > 0) send(more);
						sent += more;
					} else if (done === sent) resolve(frames);
				};
				for (const socket of receivers) socket.received = received;
				send(sent);
			});
		},
		cut: () => {
			for (const socket of [...receivers, ...others]) socket.cut();
		},
	};
}
