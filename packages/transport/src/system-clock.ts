import type { Clock } from "@gw-sim/core";

/** The platform's monotonic clock and timers. */
export const systemClock: Clock = {
	now: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};
