import type { Clock } from "@gw-sim/core";

/** A longer delay makes `setTimeout` fire at once. */
const longestMs = 2 ** 31 - 1;

/** The platform's clocks and timers. */
export const systemClock: Clock = {
	now: () => performance.now(),
	wallTime: () => Date.now(),
	after(ms, run) {
		let timer: ReturnType<typeof setTimeout>;
		const wait = (leftMs: number): void => {
			const partMs = Math.min(leftMs, longestMs);
			// setTimeout cuts fractions off, which would be too early.
			timer = setTimeout(
				() => (leftMs > partMs ? wait(leftMs - partMs) : run()),
				Math.ceil(partMs),
			);
		};
		wait(ms);
		return () => clearTimeout(timer);
	},
};
