import { expect, test } from "vitest";
import { type Guest, RoomBench } from "./testing/room-bench.js";

const requests: readonly (readonly [type: string, data: unknown])[] = [
	["login", { name: "Al" }],
	["chat", "hello"],
	["poll", { id: "p", answer: "a" }],
	["ephemeralPoll", { id: "p", answer: "a" }],
	["counter", { value: 1 }],
	["config", "x"],
	["broadcast", { type: "news" }],
];

test.each(requests)(
	"%s: where nothing can be kept its sender is closed with 1011, and nobody is told",
	async (type, data) => {
		const bench = new RoomBench();
		const [admin, watcher] = [await bench.admin(), await bench.enter()];
		for (const event of ["chat", "poll", "ephemeralPoll", "counter", "news"])
			await watcher.ask("subscribe", event);
		bench.store.break();
		expect(await admin.ask(type, data)).toEqual([]);
		expect(admin.code).toBe(1011);
		expect(watcher.take()).toEqual([]);
		expect(watcher.code).toBeNull();
		expect(bench.log.filter(({ event }) => event === "session-failed")).toEqual([
			expect.objectContaining({ protocol: "rooms", message: "no space left" }),
		]);
		expect(bench.log).toHaveLength(1);
		expect(bench.host.connections.size).toBe(1);
	},
);

test("what only reads goes on", async () => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	await guest.ask("counter", { value: 5 });
	bench.store.break();
	expect(await guest.ask("profile")).toHaveLength(1);
	expect(await guest.ask("subscribe", "counter")).toEqual([
		{ type: "counter", data: { id: "default", value: 5 } },
	]);
	expect(guest.code).toBeNull();
});

test("a store that says that it has failed lets nobody in: 503", async () => {
	const bench = new RoomBench();
	await bench.enter();
	bench.store.break();
	expect(await bench.knock()).toBe(503);
	expect(await bench.knock("room=new")).toBe(503);
	expect(bench.log).toEqual([
		expect.objectContaining({ event: "refused", status: 503, why: "no space left" }),
		expect.objectContaining({ event: "refused", status: 503, why: "no space left" }),
	]);
});

test("a store that fails without a word refuses a new room with 503, and closes a newcomer with 1011", async () => {
	const bench = new RoomBench();
	bench.store.isFrank = false;
	await bench.enter();
	bench.store.break();
	expect(await bench.knock("room=new")).toBe(503);
	const guest = await bench.arrive();
	expect(guest.take()).toEqual([]);
	expect(guest.code).toBe(1011);
	expect(bench.log.map(({ event, why }) => [event, why])).toEqual([
		["refused", "no space left"],
		["room-lost", "no space left"],
	]);
	expect(bench.host.connections.size).toBe(1);
});

test("leaving with ephemeral votes that cannot be taken back is logged, and harms nobody", async () => {
	const bench = new RoomBench();
	const [guest, other] = (await bench.enterAll(2)) as [Guest, Guest];
	for (const id of ["p", "q"]) await guest.ask("ephemeralPoll", { id, answer: "a" });
	bench.store.break();
	guest.socket.terminate();
	await bench.turn();
	expect(bench.log.map(({ event, why }) => [event, why])).toEqual([["room-lost", "no space left"]]);
	expect(await other.ask("profile")).toHaveLength(1);
});

test("a room that is told nothing any more sends everybody away, and the next who come find it anew", async () => {
	const bench = new RoomBench();
	const [guest, other] = [await bench.enter(), await bench.enter("room=other")];
	await guest.ask("counter", { value: 5 });
	bench.store.lose("rooms/r");
	await bench.turn();
	expect([guest.code, other.code]).toEqual([1011, null]);
	expect(await bench.knock()).toBe(503);
	bench.store.mend();
	const back = await bench.enter(`room=r&session=${guest.id}`);
	expect([back.id, back.suffix]).toEqual([guest.id, guest.suffix]);
	expect(await back.ask("subscribe", "counter")).toHaveLength(1);
	expect(await back.ask("counter", { value: 1 })).toMatchObject([{ data: { value: 6 } }]);
	expect(bench.log.map(({ event, why }) => [event, why])).toEqual([
		["room-lost", "no answer"],
		["refused", "no answer"],
	]);
});

test("a hundred thousand requests to a broken store write a handful of lines", async () => {
	const bench = new RoomBench();
	const guests = await bench.enterAll(100);
	bench.store.break();
	for (const guest of guests) for (let i = 0; i < 1000; i++) guest.say("counter", { value: 1 });
	await bench.turn();
	expect(guests.filter(({ code }) => code === 1011)).toHaveLength(100);
	expect(bench.log.length).toBeLessThanOrEqual(10);
});

test("a server that stops while clients come in and vote logs no failure", async () => {
	const bench = new RoomBench();
	const guests = await bench.enterAll(5);
	for (const guest of guests) await guest.ask("ephemeralPoll", { id: "p", answer: guest.suffix });
	bench.store.hold();
	for (const guest of guests) guest.say("counter", { value: 1 });
	const late = (await bench.knock()) as Guest;
	const drained = bench.host.drain(1000);
	await bench.turn();
	const closed = drained.then(() => bench.store.close());
	await bench.turn();
	bench.store.release();
	await closed;
	await bench.turn();
	expect([...guests, late].map(({ code }) => code)).toEqual(Array(6).fill(1012));
	expect(bench.log.filter(({ event }) => event !== "session-failed")).toEqual([]);
	expect(bench.clock.pending).toBe(0);
	expect(bench.store.following).toBe(0);
});
