import type { Clock } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Body } from "./body.js";
import type { HeatState } from "./heat-state.js";
import type { Report } from "./report.js";

/** A clock of a computer that does not come round to its timers. */
class LateClock implements Clock {
	#now = 0;
	readonly #timers = new Set<() => void>();

	now(): number {
		return this.#now;
	}

	wallTime(): number {
		return this.#now;
	}

	after(_ms: number, run: () => void): () => void {
		this.#timers.add(run);
		return () => this.#timers.delete(run);
	}

	/** Lets time pass, and no timer run. */
	freeze(ms: number): void {
		this.#now += ms;
	}

	/** Lets time pass, and then runs what was set. */
	jump(ms: number): void {
		this.freeze(ms);
		for (const run of [...this.#timers]) {
			this.#timers.delete(run);
			run();
		}
	}
}

interface Watched {
	readonly body: Body;
	readonly told: Partial<Report>[];
	/** Each state that it showed, once in a row. */
	readonly heats: HeatState[];
}

function watched(clock: Clock): Watched {
	const told: Partial<Report>[] = [];
	const heats: HeatState[] = [];
	const body = new Body({
		clock,
		seed: 1,
		name: "Ada",
		profile: "low",
		tell: (news) => told.push(news),
		changed: () => {
			const { heat } = body.shown;
			if (heats.at(-1) !== heat) heats.push(heat);
		},
		refused: () => {},
	});
	body.start();
	return { body, told, heats };
}

test("timers that are late change nothing in what is told, nor in its order", async () => {
	const punctual = new VirtualClock();
	const exact = watched(punctual);
	await punctual.advance(5000);
	exact.body.do({ type: "heat" });
	await punctual.advance(120_000);

	const clock = new LateClock();
	const late = watched(clock);
	clock.jump(5000);
	late.body.do({ type: "heat" });
	clock.jump(120_000);

	expect(late.heats).toEqual([
		"version-boot",
		"battery-boot",
		"idle",
		"preheat",
		"active",
		"fade",
		"idle",
	]);
	expect(late.heats).toEqual(exact.heats);
	expect(late.told.length).toBeGreaterThan(60);
	expect(late.told).toEqual(exact.told);
});

test("somebody who looks before the late timers sees what they would have brought", () => {
	const clock = new LateClock();
	const { body, heats } = watched(clock);
	clock.jump(5000);
	body.do({ type: "heat" });
	clock.freeze(30_000);
	expect(body.heat).toBe("active");
	const seen = ["version-boot", "battery-boot", "idle", "preheat", "active"];
	expect(heats).toEqual(seen);
	clock.jump(0);
	expect(heats).toEqual(seen);
});

test("what a computer slept through is made up for by ten minutes at most", () => {
	const clock = new LateClock();
	const { told } = watched(clock);
	clock.jump(5000);
	const before = told.length;
	clock.jump(8 * 3_600_000);
	// At rest the dabs are told every 10 s.
	expect(told.length - before).toBeGreaterThan(55);
	expect(told.length - before).toBeLessThan(65);
});

test("a device at rest is looked at every 10 s, one that cools every second", async () => {
	const clock = new VirtualClock();
	const { body, told } = watched(clock);
	await clock.advance(10_500);
	told.length = 0;
	await clock.advance(590_000);
	expect(told).toHaveLength(59);
	body.do({ type: "heat" });
	await clock.advance(10_000);
	body.do({ type: "abort" });
	told.length = 0;
	await clock.advance(60_000);
	expect(told.length).toBeGreaterThan(40);
	await clock.advance(600_000);
	told.length = 0;
	await clock.advance(600_000);
	expect(told).toHaveLength(60);
	body.stop();
	expect(clock.pending).toBe(0);
});
