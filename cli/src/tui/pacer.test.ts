import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Pacer } from "./pacer.js";

function setUp() {
	const clock = new VirtualClock();
	const drawn: number[] = [];
	const pacer = new Pacer({ clock, everyMs: 100, draw: () => drawn.push(clock.now()) });
	return { clock, drawn, pacer };
}

test("what is wanted all the time is drawn as often as it may be", async () => {
	const { clock, drawn, pacer } = setUp();
	for (let i = 0; i < 1000; i++) {
		pacer.want();
		await clock.advance(1);
	}
	expect(drawn).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test("what is wanted once is drawn once, at once where nothing was", async () => {
	const { clock, drawn, pacer } = setUp();
	pacer.want();
	await clock.advance(1000);
	pacer.want();
	await clock.advance(1000);
	expect(drawn).toEqual([0, 1000]);
});

test("what can wait does, unless something else cannot", async () => {
	const { clock, drawn, pacer } = setUp();
	pacer.want(500);
	await clock.advance(200);
	pacer.want(500);
	await clock.advance(299);
	expect(drawn).toEqual([]);
	await clock.advance(1);
	expect(drawn).toEqual([500]);
	pacer.want(500);
	pacer.want();
	await clock.advance(1000);
	expect(drawn).toEqual([500, 600]);
});

test("what is stopped is not drawn", async () => {
	const { clock, drawn, pacer } = setUp();
	pacer.want();
	pacer.stop();
	await clock.advance(1000);
	expect(drawn).toEqual([]);
});

test("where drawing takes long there is more time between", async () => {
	let now = 0;
	const due: { readonly at: number; readonly call: () => void }[] = [];
	const clock = {
		now: () => now,
		wallTime: () => 0,
		after(ms: number, call: () => void) {
			due.push({ at: now + ms, call });
			return () => {};
		},
	};
	const drawn: number[] = [];
	const pacer = new Pacer({
		clock,
		everyMs: 100,
		draw() {
			drawn.push(now);
			now += 60;
		},
	});
	for (let i = 0; i < 3; i++) {
		pacer.want();
		const next = due.shift();
		if (next === undefined) throw new Error("nothing is due");
		now = Math.max(now, next.at);
		next.call();
	}
	expect(drawn).toEqual([0, 300, 600]);
});
