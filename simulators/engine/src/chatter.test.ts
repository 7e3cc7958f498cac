import { seededRandom } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Chatter } from "./chatter.js";

function talk(
	seed: string,
	perMinute: number,
): { chatter: Chatter; clock: VirtualClock; said: string[] } {
	const clock = new VirtualClock();
	const said: string[] = [];
	const say = (text: string): void => void said.push(`${clock.now()} ${text}`);
	const random = seededRandom(seed);
	return { chatter: new Chatter({ clock, random, perMinute, say }), clock, said };
}

test("says so much a minute on average, the same for a seed", async () => {
	const one = talk("1", 30);
	one.chatter.start();
	one.chatter.start();
	await one.clock.advance(100 * 60_000);
	expect(one.said.length).toBeGreaterThan(2700);
	expect(one.said.length).toBeLessThan(3300);
	const other = talk("1", 30);
	other.chatter.start();
	await other.clock.advance(100 * 60_000);
	expect(other.said).toEqual(one.said);
	expect(new Set(one.said.map((line) => line.replace(/^\S+ /, ""))).size).toBeGreaterThan(50);
});

test("is silent after it was stopped, and leaves no timer", async () => {
	const { chatter, clock, said } = talk("2", 600);
	chatter.start();
	await clock.advance(10_000);
	const before = said.length;
	expect(before).toBeGreaterThan(0);
	chatter.stop();
	expect(clock.pending).toBe(0);
	chatter.start();
	await clock.advance(10_000);
	expect(said.length).toBeGreaterThan(before);
});
