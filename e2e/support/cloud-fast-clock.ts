import type { Clock } from "@gw-sim/core";
import { systemClock } from "@gw-sim/transport";

/** The system's clock made so many times as fast, for real sockets whose terms are minutes. */
export function fastClock(speed: number): Clock {
	return {
		now: () => systemClock.now() * speed,
		wallTime: () => systemClock.wallTime(),
		after: (ms, run) => systemClock.after(ms / speed, run),
	};
}
