import { Agent } from "node:http";
import { joinAll, type LoadedLock } from "./locks.js";
import { requestJson } from "./request-json.js";
import type { Workload } from "./workload.js";

const serial = "fan-out";
const receivers = 200;
/** Pair requests under way at once. */
const concurrency = 4;
const path = "/api/v0/devices/pair";
const body = JSON.stringify({ lock: serial, name: "spare key", type: "tag" });

/** One pair request that reaches every socket on a lock. */
export const pairWorkload: Workload = {
	name: `mode:pair to ${receivers} sockets`,
	unit: "frame",
	aim: null,
	async open(server) {
		const serials = Array.from({ length: receivers }, () => serial);
		const locks = await joinAll(server, serials);
		const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
		return {
			run: (ms) => pairFor(ms, server.port, locks, agent),
			cut: () => {
				for (const { socket } of locks) socket.cut();
				agent.destroy();
			},
		};
	},
};

/** Asks for pairs until the time is up and every socket has each of them; gives the frames. */
async function pairFor(
	ms: number,
	port: number,
	locks: readonly LoadedLock[],
	agent: Agent,
): Promise<number> {
	let frames = 0;
	let expected = 0;
	let complete = (): void => {};
	for (const { socket } of locks)
		socket.received = (count) => {
			frames += count;
			if (frames === expected) complete();
		};
	const until = performance.now() + ms;
	const worker = async (): Promise<void> => {
		while (performance.now() < until) {
			expected += locks.length;
			await requestJson({ agent, port, method: "POST", path, body });
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	if (frames < expected)
		await new Promise<void>((resolve) => {
			complete = resolve;
		});
	return frames;
}
