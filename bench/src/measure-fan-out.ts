import { Agent, request } from "node:http";
import { inTurns, type Measurement } from "./comparison.js";
import { joinAll, type LoadedLock } from "./locks.js";
import { ServerProcess } from "./server-process.js";
import { type Throughput, throughputRows, timed } from "./throughput.js";

const name = "mode:pair to 200 sockets";
const serial = "fan-out";
const receivers = 200;
/** Pair requests under way at once. */
const concurrency = 4;
const body = JSON.stringify({ lock: serial, name: "spare key", type: "tag" });

/** One pair request that reaches every socket on a lock. */
export const fanOutMeasurement: Measurement = {
	name,
	async run({ rounds, roundMs }) {
		const ours = await ServerProcess.ours();
		const bare = await ServerProcess.bare();
		const serials = Array.from({ length: receivers }, () => serial);
		const ourLocks = await joinAll(ours, serials);
		const bareLocks = await joinAll(bare, serials);
		const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
		const round = (server: ServerProcess, locks: readonly LoadedLock[]): Promise<Throughput> =>
			timed(server, () => pairFor(roundMs, server.port, locks, agent));
		await round(ours, ourLocks);
		await round(bare, bareLocks);
		const results = await inTurns(
			rounds,
			() => round(ours, ourLocks),
			() => round(bare, bareLocks),
		);
		for (const { socket } of [...ourLocks, ...bareLocks]) socket.cut();
		agent.destroy();
		await Promise.all([ours.stop(), bare.stop()]);
		return throughputRows(name, "frame", null, results);
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
			await requestPair(port, agent);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	if (frames < expected)
		await new Promise<void>((resolve) => {
			complete = resolve;
		});
	return frames;
}

function requestPair(port: number, agent: Agent): Promise<void> {
	return new Promise((resolve, reject) => {
		const asked = request({
			agent,
			port,
			host: "127.0.0.1",
			method: "POST",
			path: "/api/v0/devices/pair",
			headers: { "content-type": "application/json", "content-length": body.length },
		});
		asked.on("response", (response) => {
			if (response.statusCode !== 200) reject(new Error(`pair: HTTP ${response.statusCode}`));
			response.on("end", resolve).resume();
		});
		asked.on("error", reject);
		asked.end(body);
	});
}
