import { echoLoad } from "./echo-load.js";
import { clientFrame, type LoadSocket } from "./load-socket.js";
import { enterAll, text, withoutPings } from "./rooms-clients.js";
import type { Workload } from "./workload.js";

const sockets = 50;
const counters = 1000;
/** In its binary form exact however often it is added, so that both servers say the same. */
const value = 17.75;

/** Increments, each of which comes back to its sender, who alone subscribes to its counters. */
export function roomsCountersWorkload(inFlight: number): Workload {
	return {
		name: `rooms counters, ${inFlight} in flight`,
		unit: "increment",
		aim: { sense: "at least", ratio: 0.9 },
		config: withoutPings,
		async open(server) {
			const subscriptions = (i: number): readonly string[] => idsOf(i).map((id) => `counter:${id}`);
			const entered = await enterAll(server, sockets, subscriptions);
			const lanes = entered.map((socket, i) => ({
				socket,
				frames: idsOf(i).map((id) => clientFrame(increment(id))),
			}));
			const { run, cut } = echoLoad(lanes, inFlight);
			return {
				async run(ms) {
					await Promise.all(entered.map((socket, i) => checkEcho(socket, idsOf(i)[0] ?? "")));
					return run(ms);
				},
				cut,
			};
		},
	};
}

/** The counters of one socket. */
function idsOf(socket: number): readonly string[] {
	const each = counters / sockets;
	return Array.from({ length: each }, (_, i) => `c${String(socket * each + i).padStart(3, "0")}`);
}

async function checkEcho(socket: LoadSocket, id: string): Promise<void> {
	const echo = await socket.ask(increment(id));
	const { type, data } = JSON.parse(echo);
	if (type !== "counter" || data.id !== id || data.value % value !== 0)
		throw new Error(`no value of ${id}: ${echo}`);
}

function increment(id: string): string {
	return text("counter", { id, value });
}
