import { tempFolder } from "./children.js";
import { inTurns, type Measurement } from "./comparison.js";
import { connectAll, join } from "./locks.js";
import { ServerProcess } from "./server-process.js";
import { type Throughput, throughputRows, timed } from "./throughput.js";

const name = "new locks with --data, beside memory";
const sockets = 100;

/** Joins of locks that the hub never met, each of which a durable store has to write down. */
export const storeMeasurement: Measurement = {
	name,
	async run({ rounds, roundMs }) {
		const durable = await ServerProcess.ours(["--data", tempFolder()]);
		const memory = await ServerProcess.ours();
		const joinsEach = Math.max(2, Math.round(roundMs / 40));
		const round = async (server: ServerProcess, number: number): Promise<Throughput> => {
			const connected = await connectAll(server, sockets);
			const result = await timed(server, async () => {
				const joins = connected.map(async (socket, i) => {
					for (let j = 0; j < joinsEach; j++) await join(socket, `new-${number}-${i}-${j}`);
				});
				await Promise.all(joins);
				return sockets * joinsEach;
			});
			for (const socket of connected) socket.cut();
			return result;
		};
		await round(durable, -1);
		await round(memory, -1);
		const results = await inTurns(
			rounds,
			(number) => round(durable, number),
			(number) => round(memory, number),
		);
		await Promise.all([durable.stop(), memory.stop()]);
		return throughputRows(name, "join", null, results);
	},
};
