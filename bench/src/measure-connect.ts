import { inTurns, type Measurement } from "./comparison.js";
import { joinAll, type LoadedLock, serialsFrom } from "./locks.js";
import { ServerProcess } from "./server-process.js";
import { type Throughput, throughputRows, timed } from "./throughput.js";

const name = "connect and join";

/** Locks that come back, as after a restart of their network: connect, upgrade, join. */
export const connectMeasurement: Measurement = {
	name,
	async run({ rounds, roundMs }) {
		const ours = await ServerProcess.ours();
		const bare = await ServerProcess.bare();
		const serials = serialsFrom("connect", Math.ceil(roundMs * 1.5));
		const round = async (server: ServerProcess): Promise<Throughput> => {
			let locks: readonly LoadedLock[] = [];
			const result = await timed(server, async () => {
				locks = await joinAll(server, serials);
				return locks.length;
			});
			for (const { socket } of locks) socket.cut();
			return result;
		};
		await round(ours);
		await round(bare);
		const results = await inTurns(
			rounds,
			() => round(ours),
			() => round(bare),
		);
		await Promise.all([ours.stop(), bare.stop()]);
		return throughputRows(name, "socket", null, results);
	},
};
