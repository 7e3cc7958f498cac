import type { Frame } from "@gw-sim/core";
import { expect, test } from "vitest";
import { CloudStage, type Lamp, secret } from "./testing/cloud-stage.js";

const shows: readonly (readonly [show: object, packet: string])[] = [
	[{ mode: "off" }, "[cc:0:?:?]"],
	[{ mode: "weather", weather: 2, intensity: 0 }, "[cc:1:2:0]"],
	[{ mode: "weather", weather: 4, intensity: 10 }, "[cc:1:4:10]"],
	[{ mode: "weather", weather: 1, intensity: 4.17 }, "[cc:1:1:4.17]"],
	[{ mode: "color", color: [255, 255, 255], pulse: 0 }, "[cc:2:255,255,255:0]"],
	[{ mode: "color", color: [0, 0, 0], pulse: 9 }, "[cc:2:0,0,0:9]"],
];

const color = (i: number): { mode: "color"; color: [number, number, number] } => ({
	mode: "color",
	color: [i >> 16, (i >> 8) & 255, i & 255],
});
const packet = (i: number): string => `[cc:2:${i >> 16},${(i >> 8) & 255},${i & 255}:0]`;

/** The number in a colour's packet; 0 for off. */
function numberOf(frame: Frame): number {
	const [, r = 0, g = 0, b = 0] = /:(\d+),(\d+),(\d+):/.exec(String(frame)) ?? [];
	return (Number(r) << 16) + (Number(g) << 8) + Number(b);
}

test.each(shows)("%j is shown by every lamp as %s", async (show, expected) => {
	const stage = new CloudStage();
	await stage.put({ mode: "color", color: [1, 2, 3] });
	const lamps = await stage.lamps(3);
	expect(await stage.put(show)).toEqual({ status: 200, body: show });
	expect(await stage.get()).toEqual({ status: 200, body: show });
	await stage.turn();
	for (const lamp of lamps) expect(lamp.take()).toEqual([expected]);
	const late = (await stage.stranger()).send(secret);
	await stage.turn();
	expect(late.take()).toEqual(["ok", expected]);
});

test("a colour without a pulse is steady", async () => {
	const stage = new CloudStage();
	const body = { mode: "color", color: [1, 2, 3], pulse: 0 };
	expect(await stage.put({ mode: "color", color: [1, 2, 3] })).toEqual({ status: 200, body });
});

test("the same again is no change, and nobody is told", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	let events = 0;
	await stage.store.subscribe("cloud", "now", () => {
		events++;
	});
	for (const [show] of shows) for (let i = 0; i < 3; i++) await stage.put(show);
	await stage.turn();
	expect(lamp.take()).toEqual(shows.slice(1).map(([, expected]) => expected));
	// The first, off, is kept for the first time.
	expect(events).toBe(shows.length);
});

test("changes of one turn all arrive, in order and none merged", async () => {
	const stage = new CloudStage();
	const lamps = await stage.lamps(2);
	await Promise.all([1, 2, 1, 2].map((i) => stage.put(color(i))));
	await stage.turn();
	for (const lamp of lamps) expect(lamp.take()).toEqual([1, 2, 1, 2].map(packet));
});

test.each([0, 3])(
	"10,000 rapid changes arrive at every lamp once and in order, on a store that takes %i ms",
	async (delayMs) => {
		const stage = new CloudStage();
		const lamps = await stage.lamps(5);
		stage.store.delayMs = delayMs;
		const answers = Promise.all(Array.from({ length: 10_000 }, (_, i) => stage.put(color(i + 1))));
		await stage.clock.advance(10);
		expect((await answers).every(({ status }) => status === 200)).toBe(true);
		const expected = Array.from({ length: 10_000 }, (_, i) => packet(i + 1));
		for (const lamp of lamps) expect(lamp.take()).toEqual(expected);
	},
);

test("a change is answered, and told, only once it is kept", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	stage.store.delayMs = 50;
	let isAnswered = false;
	const answer = stage.put(color(1)).then(() => {
		isAnswered = true;
	});
	await stage.clock.advance(49);
	expect([isAnswered, lamp.take()]).toEqual([false, []]);
	await stage.clock.advance(1);
	await answer;
	expect(lamp.take()).toEqual([packet(1)]);
});

test("who comes while things change misses nothing and is told nothing twice", async () => {
	const stage = new CloudStage();
	stage.store.delayMs = 1;
	const lamps: Lamp[] = [];
	for (let i = 1; i <= 300; i++) {
		void stage.put(color(i));
		const lamp = stage.dial();
		lamp.onOpen = () => lamp.send(secret);
		lamps.push(lamp);
		await stage.clock.advance(i % 3);
	}
	await stage.clock.advance(10);
	for (const lamp of lamps) {
		const [ok, first = "", ...later] = lamp.take();
		const from = numberOf(first);
		expect(ok).toBe("ok");
		expect(later).toEqual(Array.from({ length: 300 - from }, (_, k) => packet(from + k + 1)));
	}
});

test("what is shown is sent again and again, each lamp on its own time", async () => {
	const stage = new CloudStage({ cloud: { repeatMs: 60_000 } });
	const early = await stage.lamp();
	await stage.clock.advance(20_000);
	const late = await stage.lamp();
	await stage.clock.advance(39_999);
	expect([early.take(), late.take()]).toEqual([[], []]);
	await stage.clock.advance(1);
	expect([early.take(), late.take()]).toEqual([["[cc:0:?:?]"], []]);
	await stage.clock.advance(20_000);
	expect([early.take(), late.take()]).toEqual([[], ["[cc:0:?:?]"]]);
	await stage.put(color(1));
	await stage.clock.advance(60_000);
	for (const lamp of [early, late]) expect(lamp.take()).toEqual([packet(1), packet(1)]);
});

test("repeatMs 0 sends on change alone, for a day", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	await stage.clock.advance(86_400_000);
	expect([lamp.frames, lamp.code]).toEqual([[], null]);
});

test("one who leaves takes nobody along, and is told nothing more", async () => {
	const stage = new CloudStage();
	const [gone, cut, stay] = (await stage.lamps(3)) as [Lamp, Lamp, Lamp];
	gone.socket.close();
	cut.socket.terminate();
	await stage.put(color(1));
	await stage.turn();
	expect([gone.take(), cut.take(), stay.take()]).toEqual([[], [], [packet(1)]]);
	expect(stay.code).toBeNull();
});

test("lamps of two nodes are told the same in the same order, whoever sets it", async () => {
	const one = new CloudStage();
	const two = new CloudStage({ store: one.store, clock: one.clock });
	const lamps = (await Promise.all([one.lamps(2), two.lamps(2)])).flat();
	one.store.delayMs = 2;
	const answers: Promise<{ readonly status: number }>[] = [];
	for (let i = 1; i <= 300; i++) {
		answers.push((i % 3 === 0 ? two : one).put(color(i)));
		if (i % 10 === 0) await one.clock.advance(1);
	}
	await one.clock.advance(5000);
	expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
	const [first = [], ...others] = lamps.map((lamp) => lamp.take());
	for (const other of others) expect(other).toEqual(first);
	expect(new Set(first)).toEqual(new Set(Array.from({ length: 300 }, (_, i) => packet(i + 1))));
	expect(first).toHaveLength(300);
	expect((await one.get()).body).toEqual((await two.get()).body);
});

test("what one node sets takes nothing back that another has set meanwhile", async () => {
	const one = new CloudStage();
	const two = new CloudStage({ store: one.store, clock: one.clock });
	one.store.delayMs = 5;
	const both = Promise.all([
		one.put({ mode: "weather", weather: 7, intensity: 2 }),
		two.put({ mode: "color", color: [9, 8, 7], pulse: 6 }),
		two.put({ mode: "off" }),
	]);
	await one.clock.advance(1000);
	await both;
	const body = {
		weather: { weather: 7, intensity: 2 },
		manual: { color: "9,8,7", pulse: 6 },
	};
	expect(await one.config()).toMatchObject(body);
	expect(await two.config()).toMatchObject(body);
});

test("what is shown outlives the gateway where the store does", async () => {
	const before = new CloudStage();
	await before.put({ mode: "weather", weather: 5, intensity: 2.5 });
	await before.post({ mode: 2, color: "1,2,3", pulse: 4 });
	const after = new CloudStage({ store: before.store, clock: before.clock });
	const lamp = (await after.stranger()).send(secret);
	await after.turn();
	expect(lamp.take()).toEqual(["ok", "[cc:2:1,2,3:4]"]);
	await after.post({ mode: 1 });
	await after.turn();
	expect(lamp.take()).toEqual(["[cc:1:5:2.5]"]);
});
