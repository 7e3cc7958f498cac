import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Rhythm } from "./rhythm.js";

/** Adds a beat that notes when it is called. */
function beat(rhythm: Rhythm, clock: VirtualClock): { times: number[]; end: () => void } {
	const times: number[] = [];
	const end = rhythm.add(() => times.push(clock.now()));
	return { times, end };
}

test("each is called once a period, counted from when it was added, by one timer", async () => {
	const clock = new VirtualClock();
	const rhythm = new Rhythm(clock, 100);
	const a = beat(rhythm, clock);
	await clock.advance(30);
	const b = beat(rhythm, clock);
	await clock.advance(40);
	const c = beat(rhythm, clock);
	expect(clock.pending).toBe(1);
	await clock.advance(250);
	expect([a, b, c].map(({ times }) => times)).toEqual([
		[100, 200, 300],
		[130, 230],
		[170, 270],
	]);
	expect(clock.pending).toBe(1);
});

test("whoever has ended is not called, and the last to end takes the timer along", async () => {
	const clock = new VirtualClock();
	const rhythm = new Rhythm(clock, 100);
	const [a, b] = [beat(rhythm, clock), beat(rhythm, clock)];
	await clock.advance(150);
	a.end();
	a.end();
	await clock.advance(100);
	b.end();
	expect(clock.pending).toBe(0);
	await clock.advance(1000);
	expect([a.times, b.times]).toEqual([[100], [100, 200]]);
	const c = beat(rhythm, clock);
	await clock.advance(100);
	expect(c.times).toEqual([1350]);
});

test("a beat may end others and itself, and add some, while it is called", async () => {
	const clock = new VirtualClock();
	const rhythm = new Rhythm(clock, 100);
	const ends: (() => void)[] = [];
	const added: { times: number[] }[] = [];
	ends.push(
		rhythm.add(() => {
			for (const end of ends) end();
			added.push(beat(rhythm, clock));
		}),
	);
	const other = beat(rhythm, clock);
	ends.push(other.end);
	await clock.advance(100);
	expect(clock.pending).toBe(1);
	await clock.advance(250);
	expect(other.times).toEqual([]);
	expect(added.map(({ times }) => times)).toEqual([[200, 300]]);
});

test("after a long stall everybody is called once, and then a period later", async () => {
	const clock = new VirtualClock();
	let skew = 0;
	const late = {
		now: () => clock.now() + skew,
		wallTime: () => clock.wallTime() + skew,
		after: clock.after.bind(clock),
	};
	const rhythm = new Rhythm(late, 100);
	const times: number[] = [];
	rhythm.add(() => times.push(late.now()));
	skew = 950;
	await clock.advance(300);
	expect(times).toEqual([1050, 1150, 1250]);
});
