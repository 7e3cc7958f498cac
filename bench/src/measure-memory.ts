import { inTurns, type Measurement } from "./comparison.js";
import { joinAll, serialsFrom } from "./locks.js";
import { ServerProcess } from "./server-process.js";
import type { Usage } from "./usage.js";

/** Joined before the first look, so that code compiled at first use counts as no lock's memory. */
const warmUp = 1000;

/** What one more joined lock that does nothing costs. */
export const memoryMeasurement: Measurement = {
	name: "memory of an idle lock",
	async run({ idleLocks, idleRounds }) {
		const round = async (server: ServerProcess): Promise<Usage> => {
			const first = await joinAll(server, serialsFrom("warm", warmUp));
			const before = await server.usage({ settle: true });
			const more = await joinAll(server, serialsFrom("idle", idleLocks));
			const after = await server.usage({ settle: true });
			for (const { socket } of [...first, ...more]) socket.cut();
			await server.stop();
			return {
				cpuMicros: (after.cpuMicros - before.cpuMicros) / idleLocks,
				rssBytes: (after.rssBytes - before.rssBytes) / idleLocks,
				heapBytes: (after.heapBytes - before.heapBytes) / idleLocks,
			};
		};
		const { ours, baseline } = await inTurns(
			idleRounds,
			async () => round(await ServerProcess.ours()),
			async () => round(await ServerProcess.bare()),
		);
		const kilobytes = (usages: readonly Usage[], key: keyof Usage): readonly number[] =>
			usages.map((usage) => usage[key] / 1024);
		return [
			{
				name: "memory of an idle lock",
				unit: "KiB RSS",
				aim: { sense: "at most", ratio: 1.5 },
				ours: kilobytes(ours, "rssBytes"),
				baseline: kilobytes(baseline, "rssBytes"),
			},
			{
				name: "memory of an idle lock: heap",
				unit: "KiB heap",
				aim: null,
				ours: kilobytes(ours, "heapBytes"),
				baseline: kilobytes(baseline, "heapBytes"),
			},
		];
	},
};
