import type { Clock } from "@gw-sim/core";

/** The platform's clock, for what waits on other processes. */
export const testClock: Clock = {
	now: () => performance.now(),
	wallTime: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};
