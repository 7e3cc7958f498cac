import { expect, test } from "vitest";
import { type Guest, RoomBench } from "./testing/room-bench.js";

const vote = (id: string, answer: string) => ({ id, answer });

async function watched(): Promise<{ bench: RoomBench; watcher: Guest }> {
	const bench = new RoomBench();
	const watcher = await bench.enter();
	await watcher.ask("subscribe", "ephemeralPoll");
	return { bench, watcher };
}

const told = (watcher: Guest): unknown[] =>
	watcher.take().map(({ data }) => (data as { stats: object }).stats);

test("a session has one vote whichever of its sockets it comes by, until the last one closes", async () => {
	const { bench, watcher } = await watched();
	const first = await bench.enter();
	const second = await bench.enter(`room=r&session=${first.id}`);
	await first.ask("ephemeralPoll", vote("p", "a"));
	await second.ask("ephemeralPoll", vote("p", "b"));
	expect(told(watcher)).toEqual([{ a: 1 }, { b: 1 }]);
	second.socket.close(1000);
	await bench.turn();
	expect(told(watcher)).toEqual([]);
	const third = await bench.enter(`room=r&session=${first.id}`);
	first.socket.terminate();
	await bench.turn();
	expect(told(watcher)).toEqual([]);
	await third.ask("close");
	expect(told(watcher)).toEqual([{}]);
	expect(await bench.snapshots("ephemeralPoll")).toEqual([{ id: "p", stats: {} }]);
});

test("every poll that the session has voted in is told once when it leaves, the oldest first", async () => {
	const { bench, watcher } = await watched();
	const [a, b] = (await bench.enterAll(2)) as [Guest, Guest];
	for (const id of ["p", "q", "r"]) await b.ask("ephemeralPoll", vote(id, "x"));
	for (const id of ["r", "p", "q"]) a.say("ephemeralPoll", vote(id, "x"));
	await bench.turn();
	watcher.take();
	a.socket.close(1000);
	await bench.turn();
	expect(watcher.take()).toEqual(
		["p", "q", "r"].map((id) => ({ type: "ephemeralPoll", data: { id, stats: { x: 1 } } })),
	);
});

test("answers keep the order in which they came, and one that is left comes last again", async () => {
	const { bench, watcher } = await watched();
	const [a, b, c] = (await bench.enterAll(3)) as [Guest, Guest, Guest];
	for (const [guest, answer] of [
		[a, "yes"],
		[b, "no"],
		[c, "yes"],
		[a, "no"],
		[c, "no"],
		[c, "yes"],
		[c, "yes"],
	] as const)
		await guest.ask("ephemeralPoll", vote("p", answer));
	expect(told(watcher).map((stats) => JSON.stringify(stats))).toEqual([
		'{"yes":1}',
		'{"yes":1,"no":1}',
		'{"yes":2,"no":1}',
		'{"yes":1,"no":2}',
		'{"no":3}',
		'{"no":2,"yes":1}',
		'{"no":2,"yes":1}',
	]);
});

test("a vote that is on its way when its voter leaves does not stay", async () => {
	const { bench, watcher } = await watched();
	const guest = await bench.enter();
	bench.store.hold();
	guest.say("ephemeralPoll", vote("p", "a"));
	guest.socket.close(1000);
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(told(watcher)).toEqual([{ a: 1 }, {}]);
	expect(await bench.snapshots("ephemeralPoll")).toEqual([{ id: "p", stats: {} }]);
});

test("votes of a session that comes right back are not taken from it", async () => {
	const { bench, watcher } = await watched();
	const guest = await bench.enter();
	const polls = Array.from({ length: 10 }, (_, i) => `p${i}`);
	for (const id of polls) await guest.ask("ephemeralPoll", vote(id, "a"));
	watcher.take();
	bench.store.hold();
	guest.socket.terminate();
	await bench.turn();
	const knocking = bench.knock(`room=r&session=${guest.id}`);
	await bench.turn();
	await bench.store.step(bench.clock);
	const back = (await knocking) as Guest;
	for (const id of polls.toReversed()) back.say("ephemeralPoll", vote(id, "b"));
	for (let i = 0; i < 20; i++) await bench.store.step(bench.clock);
	bench.store.release();
	await bench.turn();
	expect(back.readProfile().id).toBe(guest.id);
	expect(await bench.snapshots("ephemeralPoll")).toEqual(
		polls.map((id) => ({ id, stats: { b: 1 } })),
	);
	expect(told(watcher)).toEqual([...polls.map(() => ({})), ...polls.map(() => ({ b: 1 }))]);
});

test("the last socket of a session may be one that is not let in yet", async () => {
	const { bench, watcher } = await watched();
	const guest = await bench.enter();
	await guest.ask("ephemeralPoll", vote("p", "a"));
	watcher.take();
	const second = (await bench.knock(`room=r&session=${guest.id}`)) as Guest;
	bench.store.hold();
	await bench.turn();
	guest.socket.terminate();
	await bench.turn();
	second.socket.terminate();
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(told(watcher)).toEqual([{}]);
});

test("polls and ephemeral polls of one name are two, and only the former outlive the voter", async () => {
	const { bench } = await watched();
	const guest = await bench.enter();
	guest.say("poll", vote("p", "a")).say("ephemeralPoll", vote("p", "b"));
	await bench.turn();
	guest.socket.close(1000);
	await bench.turn();
	expect(await bench.snapshots("poll")).toEqual([{ id: "p", stats: { a: 1 } }]);
	expect(await bench.snapshots("ephemeralPoll")).toEqual([{ id: "p", stats: {} }]);
});
