import { seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { type Guest, type Message, RoomBench } from "./testing/room-bench.js";

const everything = ["chat", "poll", "ephemeralPoll", "counter", "news"];

/** Says something different each time, of every kind that reaches others. */
function speak(guest: Guest, i: number, random: () => number): void {
	const id = `i${Math.floor(random() * 5)}`;
	const answer = `a${Math.floor(random() * 3)}`;
	const kind = i % 5;
	if (kind === 0) guest.say("chat", i);
	else if (kind === 1) guest.say("poll", { id, answer });
	else if (kind === 2) guest.say("ephemeralPoll", { id, answer });
	else if (kind === 3) guest.say("counter", { id, value: i / 100 });
	else guest.say("broadcast", { type: "news", data: i, to: "news" });
}

async function subscribed(bench: RoomBench): Promise<Guest> {
	const guest = await bench.enter();
	for (const event of everything) await guest.ask("subscribe", event);
	return guest;
}

test("all subscribers hear of everything in one order, however many speak at once", async () => {
	const bench = new RoomBench();
	const random = seededRandom("order");
	const listeners = await Promise.all([1, 2, 3].map(() => subscribed(bench)));
	const speakers = [
		...(await bench.enterAll(9)),
		...(await Promise.all([1, 2, 3].map(() => bench.admin()))),
	];
	for (let i = 0; i < 600; i++) {
		if (i % 50 === 0) bench.store.hold();
		if (i % 50 === 25) bench.store.release();
		speak(speakers[i % speakers.length] as Guest, i, random);
		if (i % 10 === 0) await bench.turn();
	}
	bench.store.release();
	await bench.turn();
	const [first, ...others] = listeners.map((guest) => guest.take());
	expect(first?.length).toBeGreaterThan(500);
	for (const heard of others) expect(heard).toEqual(first);
	const of = (type: string) => (first ?? []).filter((message) => message.type === type);
	const news = of("news").map(({ data }) => Number(data));
	expect(new Set(news).size).toBe(news.length);
	const chats = of("chat").map(({ data }) => (data as { message: number }).message);
	for (let speaker = 0; speaker < speakers.length; speaker++) {
		const own = chats.filter((i) => i % speakers.length === speaker);
		expect(own).toEqual(own.toSorted((a, b) => a - b));
	}
});

test("whenever somebody subscribes, the snapshot and the changes after it make the state", async () => {
	const bench = new RoomBench();
	const random = seededRandom("snapshot");
	const speakers = await bench.enterAll(7);
	const late: Guest[] = [];
	for (let i = 0; i < 400; i++) {
		if (i % 40 === 0) bench.store.hold();
		speak(speakers[i % 7] as Guest, i, random);
		if (i % 40 === 20) {
			bench.store.release();
			late.push(await subscribed(bench));
		}
		if (i % 7 === 0) await bench.turn();
	}
	bench.store.release();
	await bench.turn();
	const latest = (messages: readonly Message[]) =>
		new Map(
			messages.map(({ type, data }) => [`${type} ${(data as { id: string }).id}`, data] as const),
		);
	const told: Message[] = [];
	for (const type of ["poll", "ephemeralPoll", "counter"])
		for (const data of await bench.snapshots(type)) told.push({ type, data });
	const truth = latest(told);
	expect(truth.size).toBe(15);
	for (const guest of late) {
		const replayed = latest(guest.take().filter(({ type }) => type !== "chat"));
		for (const [what, data] of replayed) expect(data).toEqual(truth.get(what));
	}
});

test("snapshots come in the order in which things came to be, integers and all", async () => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	const ids = ["z", 10, "9", "b", 1, "__proto__", "a"];
	for (const id of ids)
		guest
			.say("poll", { id, answer: 1 })
			.say("ephemeralPoll", { id, answer: 1 })
			.say("counter", { id, value: 1 });
	guest.say("poll", { id: "z", answer: 2 }).say("counter", { id: 10, value: 2 });
	await bench.turn();
	for (const event of ["poll", "ephemeralPoll", "counter"]) {
		const told = (await bench.snapshots(event)) as { id: string }[];
		expect(told.map(({ id }) => id)).toEqual(ids.map(String));
	}
	const again = new RoomBench({ store: bench.store });
	for (const event of ["poll", "counter"]) {
		const told = (await again.snapshots(event)) as { id: string }[];
		expect(told.map(({ id }) => id)).toEqual(ids.map(String));
	}
	expect(await again.snapshots("ephemeralPoll")).toEqual([]);
});

test("a crash between any two writes leaves the order of polls and counters as it was told", async () => {
	const bench = new RoomBench();
	const watcher = await subscribed(bench);
	const guest = await bench.enter();
	const ids = ["9", "b", "1", "a"];
	for (const id of ids) {
		bench.store.hold();
		guest.say("poll", { id, answer: 1 }).say("counter", { id, value: 1 });
		await bench.turn();
		bench.store.release();
		await bench.turn();
		const fields = [...(await bench.store.load("rooms/r")).fields.keys()];
		for (const kind of ["poll", "counter"])
			expect(fields.indexOf(`birth:${kind}:${id}`)).toBeLessThan(fields.indexOf(`${kind}:${id}`));
	}
	expect(watcher.take()).toHaveLength(2 * ids.length);
});

test.each([
	[[17.75, -15.14], "2.61"],
	[[0.1, 0.2], "0.3"],
	[[1e-20, 1e20], "100000000000000000000.00000000000000000001"],
	[["1e3", " 5 ", "", null, true, [3]], "1009"],
	[[9_007_199_254_740_991, 1, 1], "9007199254740993"],
	[[-0.0, -1.5], "-1.5"],
	[Array.from({ length: 1000 }, () => 0.1), "100"],
])("%j add up to %s exactly", async (values, sum) => {
	for (const counterValueAs of ["number", "string"]) {
		const bench = new RoomBench({ rooms: { counterValueAs } });
		const guest = await bench.enter();
		await guest.ask("subscribe", "counter");
		const frames: string[] = [];
		guest.socket.listen({ frame: (frame) => frames.push(String(frame)), closed: () => {} });
		for (const value of values) guest.say("counter", { id: "c", value });
		await bench.turn();
		const written = counterValueAs === "number" ? sum : `"${sum}"`;
		expect(frames.at(-1)).toBe(`{"type":"counter","data":{"id":"c","value":${written}}}`);
	}
});
