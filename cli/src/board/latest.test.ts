import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Latest } from "./latest.js";

function setUp(isBusy?: () => boolean) {
	const clock = new VirtualClock();
	const taken: (readonly [at: number, value: string])[] = [];
	const latest = new Latest<string>({
		clock,
		perSecond: 10,
		take: (value) => taken.push([clock.now(), value]),
		...(isBusy === undefined ? {} : { isBusy }),
	});
	return { clock, taken, latest };
}

test("a value is handed on at once, and those that come too soon as the newest of them", async () => {
	const { clock, taken, latest } = setUp();
	latest.push("a");
	latest.push("b");
	latest.push("c");
	await clock.advance(1000);
	latest.push("d");
	expect(taken).toEqual([
		[0, "a"],
		[100, "c"],
		[1000, "d"],
	]);
	await clock.advance(1000);
	expect(clock.pending).toBe(0);
});

test("however many come, no more are handed on than can be taken", async () => {
	const { clock, taken, latest } = setUp();
	for (let i = 0; i < 1000; i++) {
		latest.push(`${i}`);
		await clock.advance(1);
	}
	expect(taken.length).toBeLessThanOrEqual(11);
	await clock.advance(100);
	expect(taken.at(-1)?.[1]).toBe("999");
});

test("while nobody can take them they wait, the newest alone", async () => {
	let isBusy = true;
	const { clock, taken, latest } = setUp(() => isBusy);
	latest.push("a");
	await clock.advance(500);
	latest.push("b");
	await clock.advance(500);
	expect(taken).toEqual([]);
	isBusy = false;
	await clock.advance(100);
	expect(taken.map(([, value]) => value)).toEqual(["b"]);
});

test("at the end what is left is handed on, and nothing after that", async () => {
	const { clock, taken, latest } = setUp();
	latest.push("a");
	latest.push("b");
	latest.end();
	await clock.advance(1000);
	expect(taken.map(([, value]) => value)).toEqual(["a", "b"]);
	expect(clock.pending).toBe(0);
});
