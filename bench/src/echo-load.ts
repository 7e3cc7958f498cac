import type { LoadSocket } from "./load-socket.js";
import type { Load } from "./workload.js";

/** A client that asks, and is answered one frame for each. */
export interface Lane {
	readonly socket: LoadSocket;
	/** What it asks in turn, all of one length. */
	readonly frames: readonly Buffer[];
}

/** Asks on all sockets at once, with a number of requests in flight on each. */
export function echoLoad(lanes: readonly Lane[], inFlight: number): Load {
	return {
		async run(ms) {
			const until = performance.now() + ms;
			const counts = lanes.map((lane) => askUntil(until, lane, inFlight));
			return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
		},
		cut: () => {
			for (const { socket } of lanes) socket.cut();
		},
	};
}

function askUntil(until: number, { socket, frames }: Lane, inFlight: number): Promise<number> {
	const next = inTurn(frames, inFlight);
	return new Promise((resolve) => {
		let pending = inFlight;
		let done = 0;
		socket.received = (count) => {
			done += count;
			if (performance.now() < until) socket.write(next(count));
			else pending -= count;
			if (pending === 0) resolve(done);
		};
		socket.write(next(inFlight));
	});
}

/** Gives so many of the frames at once, going on where it stopped. */
function inTurn(frames: readonly Buffer[], most: number): (count: number) => Buffer {
	const size = frames[0]?.length ?? 0;
	// So many more than one turn that every stretch is in one piece.
	const pieces = Array.from(
		{ length: frames.length + most },
		(_, i) => frames[i % frames.length] ?? Buffer.alloc(0),
	);
	const ring = Buffer.concat(pieces);
	let at = 0;
	return (count) => {
		const from = at * size;
		at = (at + count) % frames.length;
		return ring.subarray(from, from + count * size);
	};
}
