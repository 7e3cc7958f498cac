import { inTurns, type Measurement } from "./comparison.js";
import { FleetProcess, type Whose } from "./fleet-process.js";
import { ServerProcess } from "./server-process.js";
import type { Usage } from "./usage.js";

/** Joined before the first look, so that code compiled at first use counts as nobody's memory. */
const warmUp = 1000;

/** Of the connections of other measurements of memory, how many are made here. */
const share = 4 / 3;

/** What one more simulated lock in a fleet costs, beside a bare `ws` client that does its least. */
export const fleetMemory: Measurement = {
	name: "memory of a lock in a fleet",
	async run({ idleClients, idleRounds }) {
		const count = Math.ceil(idleClients * share);
		const round = async (whose: Whose): Promise<Usage> => {
			const server = await ServerProcess.ours();
			const fleet = await FleetProcess.start(whose);
			const url = `ws://127.0.0.1:${server.port}/socket/websocket`;
			await fleet.join({ url, join: warmUp });
			const before = await fleet.usage();
			await fleet.join({ url, join: count });
			const after = await fleet.usage();
			await fleet.stop();
			await server.stop();
			return {
				cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
				rssBytes: (after.rssBytes - before.rssBytes) / count,
				heapBytes: (after.heapBytes - before.heapBytes) / count,
			};
		};
		const { ours, baseline } = await inTurns(
			idleRounds,
			() => round("ours"),
			() => round("bare"),
		);
		const kilobytes = (usages: readonly Usage[], key: keyof Usage): readonly number[] =>
			usages.map((usage) => usage[key] / 1024);
		return [
			{
				name: fleetMemory.name,
				unit: "KiB RSS",
				aim: { sense: "at most", ratio: 1.5 },
				ours: kilobytes(ours, "rssBytes"),
				baseline: kilobytes(baseline, "rssBytes"),
			},
			{
				name: `${fleetMemory.name}: heap`,
				unit: "KiB heap",
				aim: null,
				ours: kilobytes(ours, "heapBytes"),
				baseline: kilobytes(baseline, "heapBytes"),
			},
		];
	},
};
