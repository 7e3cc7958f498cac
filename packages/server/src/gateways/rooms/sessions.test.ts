import { expect, test } from "vitest";
import { Guest, RoomBench } from "./testing/room-bench.js";

/** Which sessions of room `r` the store remembers. */
async function remembered(bench: RoomBench): Promise<string[]> {
	const { fields } = await bench.store.load("rooms/r");
	return [...fields.keys()].flatMap((key) => (key.startsWith("session:") ? [key.slice(8)] : []));
}

const leave = async (bench: RoomBench, guest: Guest): Promise<void> => {
	guest.socket.close(1000);
	await bench.turn();
};

test("a full room forgets the oldest sessions that are not connected, and no others", async () => {
	const bench = new RoomBench({ limits: { sessions: 10 } });
	const guests = (await bench.enterAll(10)).toSorted((a, b) => a.suffix - b.suffix);
	for (const [i, guest] of guests.entries()) {
		await guest.ask("login", { i });
		if (i >= 2) await leave(bench, guest);
	}
	expect(await remembered(bench)).toHaveLength(10);
	await bench.enter();
	const left = await remembered(bench);
	expect(left).toHaveLength(9);
	const gone = guests.filter(({ id }) => !left.includes(id));
	expect(gone.map((guest) => guests.indexOf(guest))).toEqual([2, 3]);
	const fresh = await bench.enter(`room=r&session=${guests[2]?.id}`);
	expect(guests.map(({ id }) => id)).not.toContain(fresh.id);
	const back = await bench.arrive(`room=r&session=${guests[9]?.id}`);
	expect(back.readProfile()).toMatchObject({ suffix: 10, properties: { i: 9 } });
});

test("what a forgotten session voted for still counts, and suffixes go on", async () => {
	const bench = new RoomBench({ limits: { sessions: 1 } });
	for (let i = 1; i <= 5; i++) {
		const guest = await bench.enter();
		expect(guest.suffix).toBe(i);
		await guest.ask("poll", { id: "p", answer: "x" });
		await leave(bench, guest);
	}
	expect((await remembered(bench)).length).toBeLessThanOrEqual(1);
	expect(await bench.snapshots("poll")).toEqual([{ id: "p", stats: { x: 5 } }]);
});

test("of connected sessions none is forgotten, however many there are", async () => {
	const bench = new RoomBench({ limits: { sessions: 5 } });
	const guests = await bench.enterAll(20);
	expect(await remembered(bench)).toHaveLength(20);
	for (const guest of guests) {
		await guest.ask("login", { still: true });
		const again = await bench.enter(`room=r&session=${guest.id}`);
		expect(again.suffix).toBe(guest.suffix);
	}
	for (const guest of guests.slice(0, 10)) guest.socket.terminate();
	await bench.turn();
	await bench.enter();
	expect((await remembered(bench)).length).toBeLessThanOrEqual(21);
});

test("a session that comes back while old ones are being forgotten is not among them", async () => {
	const bench = new RoomBench({ limits: { sessions: 4 }, rooms: { clientSessions: true } });
	const guests = await bench.enterAll(4);
	for (const guest of guests) await leave(bench, guest);
	const oldest = guests.find(({ suffix }) => suffix === 1) as Guest;
	bench.store.hold();
	await bench.knock();
	// It takes its suffix, and then its place among the sessions; next all of them are read.
	for (let i = 0; i < 2; i++) await bench.store.step(bench.clock);
	const back = await bench.knock(`room=r&session=${oldest.id}`);
	for (let i = 0; i < 10; i++) await bench.store.step(bench.clock);
	bench.store.release();
	await bench.turn();
	if (!(back instanceof Guest)) throw new Error("refused");
	expect(back.readProfile()).toMatchObject({ id: oldest.id, suffix: oldest.suffix });
	expect(await remembered(bench)).toContain(oldest.id);
});

test("after a restart the room knows how many sessions it remembers", async () => {
	const first = new RoomBench({ limits: { sessions: 10 } });
	for (const guest of await first.enterAll(10)) await leave(first, guest);
	const bench = new RoomBench({ limits: { sessions: 10 }, store: first.store });
	await bench.enter();
	expect(await remembered(bench)).toHaveLength(9);
});

test("a client that closes before the room lets it in leaves nothing but its suffix", async () => {
	const bench = new RoomBench();
	const watcher = await bench.enter();
	bench.store.hold();
	const knocking = bench.knock();
	await bench.turn();
	const guest = (await knocking) as Guest;
	guest.say("login", { a: 1 }).say("poll", { id: "p", answer: "x" }).say("chat", 1);
	guest.socket.terminate();
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(guest.take()).toEqual([]);
	expect(await bench.snapshots("poll")).toEqual([]);
	expect(bench.host.connections.size).toBe(1);
	watcher.socket.close(1000);
	await bench.turn();
	expect(bench.clock.pending).toBe(0);
	expect((await bench.enter()).suffix).toBe(4);
	expect(bench.log).toEqual([]);
});
