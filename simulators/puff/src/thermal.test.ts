import { seededRandom } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { profileNames, profiles } from "./profiles.js";
import {
	ambient,
	type Chamber,
	coldChamber,
	cooled,
	heated,
	held,
	isMoving,
	reachedAt,
	seededRipple,
	temperatureAt,
	worked,
} from "./thermal.js";

const calm = (): number => 0;

test("254 C is reached from 24 C in about 18.5 s at full power", () => {
	const reached = reachedAt(0, 24, 254);
	expect(reached / 1000).toBeCloseTo(18.5, 1);
	const chamber = heated(coldChamber(0), 0);
	expect(temperatureAt(chamber, reached)).toBeCloseTo(254, 9);
	expect(temperatureAt(chamber, 1000)).toBeCloseTo(24 + 14, 0);
});

test("254 C cools to 100 C in about 83 s", () => {
	const chamber: Chamber = { mode: "cooling", since: 0, from: 254 };
	expect(temperatureAt(chamber, 83_000)).toBeCloseTo(100, 0);
	expect(temperatureAt(chamber, 82_000)).toBeGreaterThan(100);
	expect(temperatureAt(chamber, 84_000)).toBeLessThan(100);
});

test("what is hot enough is there at once", () => {
	expect(reachedAt(7, 254, 252)).toBe(7);
	expect(reachedAt(7, 252, 252)).toBe(7);
});

test.each(profileNames)("the target of %s is held within a degree once it is reached", (name) => {
	const { target, seconds } = profiles[name];
	for (let seed = 0; seed < 20; seed++) {
		const ripple = seededRipple(seededRandom(seed));
		let chamber = held({ mode: "cooling", since: 0, from: target - 2 }, 0, target);
		let worst = 0;
		const seen = new Set<number>();
		for (let at = 0; at <= seconds * 1000; at += 50) {
			chamber = worked(chamber, at, ripple);
			const temperature = temperatureAt(chamber, at);
			if (at >= 1000) worst = Math.max(worst, Math.abs(temperature - target));
			seen.add(temperature);
		}
		expect(worst).toBeLessThan(1);
		expect(seen.size).toBeGreaterThan(100);
	}
});

test("a chamber that is far above its target only cools, and is held without an undershoot", () => {
	let chamber = held({ mode: "cooling", since: 0, from: 285 }, 0, 254);
	let coldest = 285;
	for (let at = 0; at <= 60_000; at += 50) {
		chamber = worked(chamber, at, calm);
		coldest = Math.min(coldest, temperatureAt(chamber, at));
	}
	expect(coldest).toBeGreaterThan(253);
	expect(temperatureAt(chamber, 60_000)).toBeCloseTo(254, 0);
});

test("how often somebody looks changes nothing", () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 20 }),
			fc.nat(),
			(looks, seed) => {
				const ripple = seededRipple(seededRandom(seed));
				const start = held({ mode: "cooling", since: 0, from: 252 }, 0, 254);
				let looked = start;
				for (const at of looks.sort((a, b) => a - b)) looked = worked(looked, at, ripple);
				expect(worked(looked, 60_000, ripple)).toEqual(worked(start, 60_000, ripple));
			},
		),
	);
});

test("whatever is done to it, a chamber stays between the room and what full power can do", () => {
	const deed = fc.record({
		ms: fc.integer({ min: 0, max: 90_000 }),
		mode: fc.constantFrom("cool", "heat", "hold"),
	});
	fc.assert(
		fc.property(fc.array(deed, { maxLength: 30 }), fc.nat(), (deeds, seed) => {
			const ripple = seededRipple(seededRandom(seed));
			let at = 0;
			let chamber = coldChamber(0);
			for (const { ms, mode } of deeds) {
				at += ms;
				chamber = worked(chamber, at, ripple);
				const before = temperatureAt(chamber, at);
				if (mode === "cool") chamber = cooled(chamber, at);
				else if (mode === "heat") chamber = heated(chamber, at);
				else chamber = held(chamber, at, 254);
				expect(temperatureAt(chamber, at)).toBeCloseTo(before, 6);
				expect(before).toBeGreaterThan(ambient - 1);
				expect(before).toBeLessThan(ambient + 14 * 75);
			}
		}),
	);
});

test("a chamber moves until it has the room's temperature", () => {
	const hot: Chamber = { mode: "cooling", since: 0, from: 254 };
	expect(isMoving(hot, 400_000)).toBe(true);
	expect(isMoving(hot, 500_000)).toBe(false);
	expect(isMoving(coldChamber(0), 0)).toBe(false);
	expect(isMoving(heated(coldChamber(0), 0), 0)).toBe(true);
	expect(cooled(hot, 1000)).toBe(hot);
});

test("equal seeds give equal ripples, and none is over 1.4 C a second", () => {
	for (let seed = 0; seed < 20; seed++) {
		const [a, b] = [seededRipple(seededRandom(seed)), seededRipple(seededRandom(seed))];
		for (let ms = 0; ms < 10_000; ms += 130) {
			expect(a(ms)).toBe(b(ms));
			expect(Math.abs(a(ms))).toBeLessThanOrEqual(1.4);
		}
	}
});
