import { allTold, identifyAll, patientChat } from "./chat-clients.js";
import { type Aim, inTurns, type Measurement } from "./comparison.js";
import { lightAll } from "./lamps.js";
import type { LoadSocket } from "./load-socket.js";
import { joinAll, serialsFrom } from "./locks.js";
import { gatherAll, patientPuff } from "./puff-clients.js";
import { enterAll } from "./rooms-clients.js";
import { ServerProcess } from "./server-process.js";
import type { Usage } from "./usage.js";
import { configArguments } from "./workload.js";

/** Connections that do nothing once they are there. */
interface Idle {
	readonly name: string;
	readonly aim: Aim;
	/** Of our server; the defaults where absent. */
	readonly config?: object;
	/** Of the connections that others have, how many are made here. */
	readonly share?: number;
	/** Connects more, beside those that there are. */
	connect(
		server: ServerProcess,
		count: number,
		there: readonly LoadSocket[],
	): Promise<readonly LoadSocket[]>;
}

/** Connected before the first look, so that code compiled at first use counts as nobody's memory. */
const warmUp = 1000;

export const lockMemory: Measurement = memoryMeasurement({
	name: "memory of an idle lock",
	aim: { sense: "at most", ratio: 1.5 },
	async connect(server, count, there) {
		const locks = await joinAll(server, serialsFrom(`idle-${there.length}`, count));
		return locks.map(({ socket }) => socket);
	},
});

export const roomsMemory: Measurement = memoryMeasurement({
	name: "memory of an idle rooms client",
	aim: { sense: "at most", ratio: 1.2 },
	connect: (server, count) => enterAll(server, count),
});

export const chatMemory: Measurement = memoryMeasurement({
	name: "memory of an idle chat client",
	aim: { sense: "at most", ratio: 1.2 },
	config: patientChat,
	// Each of them is told of each that comes after it, which makes frames by the square.
	share: 1 / 5,
	async connect(server, count, there) {
		const members = await identifyAll(server, count);
		await allTold([...there, ...members]);
		return members;
	},
});

export const lampMemory: Measurement = memoryMeasurement({
	name: "memory of an idle lamp",
	aim: { sense: "at most", ratio: 1.2 },
	connect: (server, count) => lightAll(server, count),
});

/** Members of each group; the clients of a measurement have to come to whole groups. */
const groupSize = 8;

export const puffMemory: Measurement = memoryMeasurement({
	name: "memory of an idle puff",
	aim: { sense: "at most", ratio: 1.2 },
	config: patientPuff,
	async connect(server, count) {
		const groups = await gatherAll(server, Math.ceil(count / groupSize), groupSize);
		return groups.flat();
	},
});

/** What one more connection that does nothing costs. */
function memoryMeasurement({ name, aim, config, share = 1, connect }: Idle): Measurement {
	return {
		name,
		async run({ idleClients, idleRounds }) {
			const count = Math.ceil(idleClients * share);
			const round = async (server: ServerProcess): Promise<Usage> => {
				const first = await connect(server, Math.ceil(warmUp * share), []);
				const before = await server.usage({ settle: true });
				const more = await connect(server, count, first);
				const after = await server.usage({ settle: true });
				for (const socket of [...first, ...more]) socket.cut();
				await server.stop();
				return {
					cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
					rssBytes: (after.rssBytes - before.rssBytes) / count,
					heapBytes: (after.heapBytes - before.heapBytes) / count,
				};
			};
			const { ours, baseline } = await inTurns(
				idleRounds,
				async () => round(await ServerProcess.ours(configArguments(config))),
				async () => round(await ServerProcess.bare()),
			);
			const kilobytes = (usages: readonly Usage[], key: keyof Usage): readonly number[] =>
				usages.map((usage) => usage[key] / 1024);
			return [
				{
					name,
					unit: "KiB RSS",
					aim,
					ours: kilobytes(ours, "rssBytes"),
					baseline: kilobytes(baseline, "rssBytes"),
				},
				{
					name: `${name}: heap`,
					unit: "KiB heap",
					aim: null,
					ours: kilobytes(ours, "heapBytes"),
					baseline: kilobytes(baseline, "heapBytes"),
				},
			];
		},
	};
}
