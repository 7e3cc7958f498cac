import { echoLoad } from "./echo-load.js";
import { clientFrame } from "./load-socket.js";
import { joinAll, message, reset, serialsFrom } from "./locks.js";
import type { Workload } from "./workload.js";

const sockets = 50;

/** Round trips of `reset`, with a number of them in flight on each socket. */
export function resetWorkload(inFlight: number): Workload {
	return {
		name: `reset, ${inFlight} in flight`,
		unit: "reset",
		aim: { sense: "at least", ratio: 0.8 },
		async open(server) {
			const locks = await joinAll(server, serialsFrom("reset", sockets));
			const lanes = locks.map(({ socket, serial }) => ({
				socket,
				frames: [clientFrame(message(serial, "reset"))],
			}));
			const { run, cut } = echoLoad(lanes, inFlight);
			return {
				async run(ms) {
					await Promise.all(locks.map(reset));
					return run(ms);
				},
				cut,
			};
		},
	};
}
