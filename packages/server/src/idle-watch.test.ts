import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { IdleWatch } from "./idle-watch.js";

const afterMs = 60_000;

test("of many connections each is closed in time, by few checks", async () => {
	const clock = new VirtualClock();
	let checks = 0;
	const counting = {
		now: () => clock.now(),
		wallTime: () => clock.wallTime(),
		after: (ms: number, run: () => void) => {
			checks++;
			return clock.after(ms, run);
		},
	};
	const watch = new IdleWatch(counting, afterMs);
	const silences: number[] = [];
	for (let i = 0; i < 1000; i++) {
		const lastActivity = clock.now();
		watch.add({ lastActivity, closeIdle: (ms) => void silences.push(ms) });
		await clock.advance(37);
	}
	await clock.advance(2 * afterMs);
	expect(silences).toHaveLength(1000);
	expect(Math.min(...silences)).toBeGreaterThanOrEqual(afterMs);
	expect(Math.max(...silences)).toBeLessThanOrEqual(afterMs + afterMs / 64);
	expect(checks).toBeLessThan(100);
});

test("nothing is left on the clock when nobody is watched", async () => {
	const clock = new VirtualClock();
	const watch = new IdleWatch(clock, afterMs);
	const connection = { lastActivity: 0, closeIdle: () => {} };
	watch.add(connection);
	expect(clock.pending).toBe(1);
	watch.remove(connection);
	expect(clock.pending).toBe(0);
});
