import type { VirtualClock } from "@gw-sim/transport";

/** Moves the clock on until the work is done. */
export async function inVirtualTime<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
	let isDone = false;
	const done = work.finally(() => {
		isDone = true;
	});
	// Its failure is told below, not as one that nobody handles.
	done.catch(() => {});
	await clock.until(() => isDone, 24 * 3_600_000);
	return done;
}
