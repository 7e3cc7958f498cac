import { VirtualClock } from "@gw-sim/transport";
import fc from "fast-check";
import { expect, test } from "vitest";

test("timers run in the order in which they are due", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), async (delays) => {
			const clock = new VirtualClock();
			const ran: [at: number, index: number][] = [];
			for (const [index, ms] of delays.entries())
				clock.after(ms, () => ran.push([clock.now(), index]));
			await clock.advance(50);
			const expected = delays
				.map((ms, index): [number, number] => [ms, index])
				.sort(([a, i], [b, j]) => a - b || i - j);
			expect(ran).toEqual(expected);
		}),
		{ numRuns: 50 },
	);
});

test("cancelled timers do not run and are not pending", async () => {
	const clock = new VirtualClock();
	const ran: number[] = [];
	const cancels = [3, 1, 2, 5, 4].map((ms) => clock.after(ms, () => ran.push(ms)));
	cancels[0]?.();
	cancels[2]?.();
	cancels[2]?.();
	expect(clock.pending).toBe(3);
	await clock.advance(10);
	expect(ran).toEqual([1, 4, 5]);
	cancels[1]?.();
	expect(clock.pending).toBe(0);
});

test("the clock stands at a timer's time while it runs, and at the end of the advance after it", async () => {
	const clock = new VirtualClock();
	let during = 0;
	clock.after(7, () => {
		during = clock.now();
	});
	await clock.advance(10);
	expect([during, clock.now()]).toEqual([7, 10]);
});

test("a timer due exactly at the end runs, one later waits", async () => {
	const clock = new VirtualClock();
	const ran: number[] = [];
	for (const ms of [10, 10.5]) clock.after(ms, () => ran.push(ms));
	await clock.advance(10);
	expect(ran).toEqual([10]);
	expect(clock.pending).toBe(1);
});

test("timers set by timers run in the same advance when they fall due in it", async () => {
	const clock = new VirtualClock();
	const times: number[] = [];
	const again = (): void => {
		times.push(clock.now());
		if (times.length < 4) clock.after(3, again);
	};
	clock.after(0, again);
	await clock.advance(100);
	expect(times).toEqual([0, 3, 6, 9]);
});

test("promises settle between two timers", async () => {
	const clock = new VirtualClock();
	const log: string[] = [];
	clock.after(1, () => {
		void Promise.resolve()
			.then(() => Promise.resolve())
			.then(() => log.push("promise"));
	});
	clock.after(1, () => log.push("timer"));
	await clock.advance(1);
	expect(log).toEqual(["promise", "timer"]);
});

test("a delay below zero is none", async () => {
	const clock = new VirtualClock();
	let at = -1;
	clock.after(-5, () => {
		at = clock.now();
	});
	await clock.advance(0);
	expect(at).toBe(0);
});

test("until stops at the timer that fulfils it", async () => {
	const clock = new VirtualClock();
	let count = 0;
	for (const ms of [10, 20, 30]) clock.after(ms, () => count++);
	await clock.until(() => count === 2, 1000);
	expect(clock.now()).toBe(20);
});

test("until rejects when its limit passes first", async () => {
	const clock = new VirtualClock();
	clock.after(11, () => {});
	await expect(clock.until(() => false, 10)).rejects.toThrow("not reached within 10 ms");
});

test("until rejects when nothing is left to wait for, even without a limit", async () => {
	const clock = new VirtualClock();
	clock.after(1, () => {});
	await expect(clock.until(() => false, Number.POSITIVE_INFINITY)).rejects.toThrow("not reached");
});

test("advances that overlap do not turn the clock back", async () => {
	const clock = new VirtualClock();
	const times: number[] = [];
	for (const ms of [1, 4, 6, 9]) clock.after(ms, () => times.push(clock.now()));
	await Promise.all([clock.advance(10), clock.advance(5)]);
	expect(times).toEqual([1, 4, 6, 9]);
	expect(clock.now()).toBe(10);
});

test("an hour of heartbeats takes no hour", async () => {
	const clock = new VirtualClock();
	let beats = 0;
	const beat = (): void => {
		beats++;
		clock.after(30_000, beat);
	};
	clock.after(30_000, beat);
	await clock.advance(3_600_000);
	expect(beats).toBe(120);
});
