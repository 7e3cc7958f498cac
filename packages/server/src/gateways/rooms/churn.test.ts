import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { pageRequest } from "../../testing/page-request.js";
import { type Guest, RoomBench } from "./testing/room-bench.js";

const collectGarbage: () => void = (() => {
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc");
})();

const heap = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

const MiB = 1024 * 1024;

/** Comes, does something or other, and goes in one of several manners, the next one in before it is out. */
async function visit(bench: RoomBench, i: number): Promise<void> {
	const guest = await bench.knock(`room=r${i % 17}`);
	if (typeof guest === "number") throw new Error(`refused with ${guest}`);
	if (i % 2 === 0) guest.say("subscribe", "chat").say("chat", i);
	if (i % 3 === 0) guest.say("login", { i });
	if (i % 5 === 0) guest.say("ephemeralPoll", { id: i % 3, answer: i % 2 });
	if (i % 7 === 0) guest.say("poll", { id: i % 3, answer: i % 2 }).say("subscribe", "poll");
	if (i % 11 === 0) guest.say("counter", { value: 1 }).raw("{").raw(new Uint8Array(1));
	if (i % 13 === 0) guest.say("close");
	else if (i % 3 === 0) guest.socket.terminate();
	else guest.socket.close(1000);
}

async function churn(bench: RoomBench, visits: number): Promise<void> {
	for (let i = 0; i < visits; i++) {
		await visit(bench, i);
		if (i % 500 === 499) await bench.clock.advance(10);
	}
	await bench.clock.advance(10);
}

test("20,000 clients that come and leave in every manner leave nothing behind", async () => {
	const bench = new RoomBench({ limits: { sessions: 100 } });
	await churn(bench, 4000);
	const before = heap();
	await churn(bench, 16_000);
	const growth = heap() - before;
	expect(bench.host.connections.size).toBe(0);
	expect(bench.clock.pending).toBe(0);
	// The rooms that stay loaded, and the list of them.
	expect(bench.store.following).toBe(18);
	expect(bench.host.metrics.render()).toContain(
		'gw_sim_connections_total{protocol="rooms"} 20000\n',
	);
	let suffixes = 0;
	for (let i = 0; i < 17; i++) {
		const query = `room=r${i}`;
		expect(await details(bench, query)).toMatchObject({ count: 0, uniqueCount: 0 });
		for (const data of await bench.snapshots("ephemeralPoll", query))
			expect(data).toMatchObject({ stats: {} });
		suffixes += (await bench.enter(query)).suffix - 2;
	}
	expect(suffixes).toBe(20_000);
	expect(growth).toBeLessThan(4 * MiB);
	await leaveAll(bench);
	await bench.host.drain(1000);
	expect(bench.store.following).toBe(0);
	expect(bench.clock.pending).toBe(0);
});

async function details(bench: RoomBench, query: string): Promise<object> {
	const pages = bench.host.gateways.flatMap((gateway) => gateway.pages ?? []);
	const page = pages.find(({ path }) => path === "/details");
	const answer = await page?.answer(pageRequest({ query: new URLSearchParams(query) }));
	return JSON.parse(answer?.body ?? "") as object;
}

async function leaveAll(bench: RoomBench): Promise<void> {
	for (const connection of bench.host.connections) connection.close(1000);
	await bench.turn();
}

test("rooms that nobody has used for long are unloaded, and what they kept comes back", async () => {
	const bench = new RoomBench();
	const stay = await bench.enter("room=stay");
	await stay.ask("ephemeralPoll", { id: "p", answer: "x" });
	const pass = async (from: number, to: number): Promise<void> => {
		for (let i = from; i < to; i++) {
			const guest = await bench.enter(`room=${i}`);
			guest
				.say("counter", { value: i })
				.say("login", { i })
				.say("ephemeralPoll", { id: 1, answer: 1 });
			guest.socket.close(1000);
			if (i % 100 === 0) await bench.turn();
		}
		await bench.turn();
	};
	await pass(0, 3000);
	// A handshake may still be on its way to any of them.
	expect(bench.store.following).toBe(3002);
	await bench.clock.advance(30_000);
	await pass(3000, 3001);
	expect(bench.store.following).toBe(1002);
	expect(await bench.snapshots("counter", "room=7")).toEqual([{ id: "default", value: 7 }]);
	expect(await bench.snapshots("ephemeralPoll", "room=7")).toEqual([]);
	expect((await bench.enter("room=7")).suffix).toBe(4);
	expect(await bench.snapshots("ephemeralPoll", "room=stay")).toEqual([
		{ id: "p", stats: { x: 1 } },
	]);
	expect(stay.code).toBeNull();
	await stay.ask("subscribe", "chat");
	expect(await stay.ask("chat", "still")).toHaveLength(1);
});

test("whoever is in a room while others are unloaded stays in the one that the next one enters", async () => {
	const bench = new RoomBench();
	const guests: Guest[] = [];
	for (let round = 0; round < 3; round++) {
		for (let i = 0; i < 1200; i++) {
			const query = `room=${i}`;
			if (i % 100 === 0) {
				const guest = await bench.enter(query);
				await guest.ask("subscribe", "chat");
				guests.push(guest);
			} else {
				const guest = await bench.knock(query);
				if (typeof guest !== "number") guest.socket.terminate();
			}
		}
		await bench.clock.advance(40_000);
		for (const guest of guests) guest.take();
	}
	for (let i = 0; i < 1200; i += 100) await (await bench.enter(`room=${i}`)).ask("chat", i);
	await bench.turn();
	for (const [n, guest] of guests.entries())
		expect(guest.take()).toMatchObject([{ type: "chat", data: { message: (n % 12) * 100 } }]);
});

test("an unloaded room gives its memory back", async () => {
	const bench = new RoomBench({ limits: { properties: 100 } });
	const fat = "x".repeat(200);
	const fill = async (room: string, polls: number): Promise<void> => {
		const guest = await bench.enter(`room=${room}`);
		for (let i = 0; i < polls; i++) guest.say("ephemeralPoll", { id: `${fat}${i}`, answer: fat });
		await bench.turn();
		guest.socket.close(1000);
		await bench.turn();
	};
	const forget = async (): Promise<void> => {
		for (let i = 0; i < 1000; i++) await fill(`empty-${i}`, 0);
		await bench.clock.advance(40_000);
		await fill("one more", 0);
	};
	await forget();
	const before = heap();
	for (let i = 0; i < 20; i++) await fill(`fat-${i}`, 1000);
	const full = heap() - before;
	for (let i = 0; i < 20; i++)
		expect(await details(bench, `room=fat-${i}`)).toMatchObject({ ephemeralPollCount: 1000 });
	await bench.clock.advance(40_000);
	await forget();
	const left = heap() - before;
	expect(full).toBeGreaterThan(10 * MiB);
	expect(left).toBeLessThan(full / 4);
	expect(await details(bench, "room=fat-3")).toMatchObject({ ephemeralPollCount: 0 });
});
