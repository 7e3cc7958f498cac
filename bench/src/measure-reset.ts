import { inTurns, type Measurement } from "./comparison.js";
import { clientFrame } from "./load-socket.js";
import { joinAll, type LoadedLock, message, reset, serialsFrom } from "./locks.js";
import { ServerProcess } from "./server-process.js";
import { type Throughput, throughputRows, timed } from "./throughput.js";

const sockets = 50;

/** Round trips of `reset`, with a number of them in flight on each socket. */
export function resetMeasurement(inFlight: number): Measurement {
	const name = `reset, ${inFlight} in flight`;
	return {
		name,
		async run({ rounds, roundMs }) {
			const ours = await ServerProcess.ours();
			const bare = await ServerProcess.bare();
			const serials = serialsFrom("reset", sockets);
			const ourLocks = await joinAll(ours, serials);
			const bareLocks = await joinAll(bare, serials);
			const round = (server: ServerProcess, locks: readonly LoadedLock[]): Promise<Throughput> =>
				timed(server, () => resetFor(roundMs, locks, inFlight));
			await round(ours, ourLocks);
			await round(bare, bareLocks);
			const results = await inTurns(
				rounds,
				() => round(ours, ourLocks),
				() => round(bare, bareLocks),
			);
			for (const { socket } of [...ourLocks, ...bareLocks]) socket.cut();
			await Promise.all([ours.stop(), bare.stop()]);
			return throughputRows(name, "reset", { sense: "at least", ratio: 0.8 }, results);
		},
	};
}

/** Resets until the time is up and every reply is there; gives how many. */
export async function resetFor(
	ms: number,
	locks: readonly LoadedLock[],
	inFlight: number,
): Promise<number> {
	await Promise.all(locks.map(reset));
	const until = performance.now() + ms;
	const counts = locks.map(({ socket, serial }) => {
		const frame = clientFrame(message(serial, "reset"));
		const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
		return new Promise<number>((resolve) => {
			let pending = inFlight;
			let done = 0;
			socket.received = (count) => {
				done += count;
				if (performance.now() < until) socket.write(frames.subarray(0, count * frame.length));
				else pending -= count;
				if (pending === 0) resolve(done);
			};
			socket.write(frames);
		});
	});
	return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
