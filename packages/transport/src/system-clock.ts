import type { Cancel, Clock } from "@gw-sim/core";

/** A longer delay makes `setTimeout` fire at once. */
const longestMs = 2 ** 31 - 1;

/** The platform's clocks and timers. */
export const systemClock: Clock = {
	now: () => performance.now(),
	wallTime: () => Date.now(),
	after: (ms, run) => (ms > longestMs ? afterLong(ms, run) : afterShort(ms, run)),
};

function afterShort(ms: number, run: () => void): Cancel {
	// setTimeout cuts fractions off, which would be too early.
	const timer = setTimeout(run, Math.ceil(ms));
	return () => clearTimeout(timer);
}

function afterLong(ms: number, run: () => void): Cancel {
	let cancel = afterShort(longestMs, () => {
		cancel = systemClock.after(ms - longestMs, run);
	});
	return () => cancel();
}
