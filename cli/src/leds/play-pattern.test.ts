import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { playPattern } from "./play-pattern.js";
import { testPattern } from "./test-pattern.js";

function setUp(): {
	readonly clock: VirtualClock;
	readonly began: [number, string][];
	readonly frames: number[];
	readonly stop: AbortController;
	readonly played: Promise<void>;
} {
	const clock = new VirtualClock();
	const began: [number, string][] = [];
	const frames: number[] = [];
	const stop = new AbortController();
	const played = playPattern({
		steps: testPattern(5),
		clock,
		show: () => frames.push(clock.now()),
		began: ({ name }) => began.push([Math.round(clock.now()), name]),
		stop: stop.signal,
	});
	return { clock, began, frames, stop, played };
}

test("every step is played in its time, thirty frames a second", async () => {
	const { clock, began, frames, played } = setUp();
	await clock.advance(10_050);
	await played;
	expect(began.map(([, name]) => name)).toEqual(["red", "green", "blue", "chase", "ends"]);
	for (const [i, atMs] of [0, 1500, 3000, 4500, 8000].entries()) {
		expect(began[i]?.[0]).toBeGreaterThanOrEqual(atMs);
		expect(began[i]?.[0]).toBeLessThan(atMs + 40);
	}
	expect(frames.length).toBeGreaterThan(298);
	expect(clock.pending).toBe(0);
});

test("a stop ends it at once", async () => {
	const { clock, frames, stop, played } = setUp();
	await clock.advance(1000);
	stop.abort();
	await played;
	const count = frames.length;
	await clock.advance(10_000);
	expect(frames).toHaveLength(count);
	expect(clock.pending).toBe(0);
});
