import { seededRandom } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { CloudStage, DeadStore, type Lamp, secret } from "./testing/cloud-stage.js";

const clock = (): { clock: VirtualClock; store: DeadStore } => {
	const virtual = new VirtualClock();
	return {
		clock: virtual,
		store: new DeadStore({ clock: virtual, random: seededRandom("dead") }),
	};
};

const red = { mode: "color", color: [255, 0, 0] };
const green = { mode: "color", color: [0, 255, 0] };

test("a change that cannot be kept is 503; the lamps stay as they are, and go on once it works", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	await stage.put(red);
	await stage.turn();
	lamp.take();
	stage.store.isBroken = true;
	expect(await stage.put(green)).toEqual({
		status: 503,
		body: { error: { code: "store_failed", message: expect.any(String) } },
	});
	expect(await stage.post({ mode: 0 })).toMatchObject({ status: 503 });
	await stage.clock.advance(300_000);
	expect([lamp.frames, lamp.code]).toEqual([[], null]);
	expect(await stage.get()).toMatchObject({ status: 200, body: red });
	lamp.send("ping");
	const newcomer = await stage.lamp();
	expect([lamp.take(), newcomer.code]).toEqual([["pong"], null]);
	stage.store.isBroken = false;
	expect(await stage.put(green)).toMatchObject({ status: 200 });
	await stage.turn();
	expect(lamp.take()).toEqual(["[cc:2:0,255,0:0]"]);
	expect(stage.log.map(({ event, why }) => `${event}: ${why}`)).toEqual([
		"cloud-failed: the disk is full",
		"cloud-failed: the disk is full",
	]);
});

test("where nothing can be read, newcomers get 503 until it works again", async () => {
	const stage = new CloudStage(clock());
	stage.store.isBroken = true;
	const refused = await stage.stranger();
	expect(refused.code).toBe(1006);
	expect(await stage.get()).toMatchObject({ status: 503 });
	expect(await stage.put(red)).toMatchObject({ status: 503 });
	expect(await stage.config()).toBeUndefined();
	stage.store.isBroken = false;
	const lamp = await stage.lamp();
	expect(lamp.code).toBeNull();
	expect(stage.log.find(({ event }) => event === "refused")).toMatchObject({ status: 503 });
});

test("after a gap in the history a lamp is told what is shown by then, once", async () => {
	const stage = new CloudStage();
	const other = new CloudStage({ store: stage.store, clock: stage.clock });
	const [lamp, witness] = [await stage.lamp(), await other.lamp()];
	stage.store.delayMs = 20;
	stage.store.reset("cloud");
	stage.store.delayMs = 0;
	await other.put(red);
	await other.put(green);
	await stage.clock.advance(100);
	for (const one of [lamp, witness]) expect(one.take().at(-1)).toBe("[cc:2:0,255,0:0]");
	stage.store.reset("cloud");
	await stage.turn();
	expect([lamp.take(), lamp.code]).toEqual([[], null]);
	await other.put(red);
	await stage.turn();
	expect(lamp.take()).toEqual(["[cc:2:255,0,0:0]"]);
});

test("a display that is lost is looked for, and meanwhile the lamps stay", async () => {
	const stage = new CloudStage();
	const other = new CloudStage({ store: stage.store, clock: stage.clock });
	const [lamp] = (await stage.lamps(1)) as [Lamp];
	const before = stage.clock.pending;
	stage.store.isBroken = true;
	stage.store.reset("cloud");
	await stage.clock.advance(60_000);
	expect(lamp.code).toBeNull();
	expect(stage.log).toEqual([{ event: "cloud-lost", remote: "store", why: "the disk is full" }]);
	stage.store.isBroken = false;
	await other.put(red);
	await stage.clock.advance(5000);
	expect(lamp.take()).toEqual(["[cc:2:255,0,0:0]"]);
	await other.put(green);
	await stage.turn();
	expect(lamp.take()).toEqual(["[cc:2:0,255,0:0]"]);
	expect(stage.clock.pending).toBe(before);
	expect(stage.store.following).toBe(1);
});

test.each([
	["waits to look for it", 1000],
	["looks for it", 5020],
])("a server that stops while its display is lost and it %s leaves nothing", async (_, afterMs) => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	stage.store.isBroken = true;
	stage.store.reset("cloud");
	await stage.turn();
	stage.store.delayMs = 50;
	lamp.socket.close();
	await stage.clock.advance(afterMs);
	await stage.host.drain(0);
	// What the store was asked before it stopped is answered in its time.
	expect(stage.clock.pending).toBe(afterMs < 5000 ? 0 : 1);
	await stage.clock.advance(100);
	expect([stage.clock.pending, stage.store.following]).toEqual([0, 0]);
});

test("a server that stops while its display is being loaded follows nothing", async () => {
	const stage = new CloudStage();
	stage.store.delayMs = 50;
	const lamp = stage.dial();
	lamp.onOpen = () => lamp.send(secret);
	await stage.clock.advance(60);
	await stage.host.drain(0);
	await stage.clock.advance(1000);
	expect([lamp.code, stage.store.following, stage.clock.pending]).toEqual([1006, 0, 0]);
});

test("10,000 calls to a broken store write a handful of lines", async () => {
	const stage = new CloudStage();
	await stage.lamp();
	stage.store.isBroken = true;
	for (let i = 0; i < 10_000; i++) expect((await stage.put(red)).status).toBe(503);
	expect(stage.log.length).toBeLessThanOrEqual(10);
});
