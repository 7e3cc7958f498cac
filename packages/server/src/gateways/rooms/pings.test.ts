import { expect, test } from "vitest";
import { type Guest, RoomBench } from "./testing/room-bench.js";

const pingsOf = (guest: Guest): unknown[] => guest.take().map(({ type, data }) => [type, data]);

test("every client is pinged every 25 s with the server's time, all by one timer", async () => {
	const bench = new RoomBench();
	const start = bench.clock.wallTime();
	const first = await bench.enter();
	await bench.clock.advance(10_000);
	const others = await bench.enterAll(100);
	expect(bench.clock.pending).toBe(1);
	await bench.clock.advance(50_000);
	expect(pingsOf(first)).toEqual([
		["ping", start + 25_000],
		["ping", start + 50_000],
	]);
	for (const guest of others)
		expect(pingsOf(guest)).toEqual([
			["ping", start + 35_000],
			["ping", start + 60_000],
		]);
	for (const guest of [first, ...others]) guest.socket.close(1000);
	await bench.turn();
	expect(bench.clock.pending).toBe(0);
});

test("whoever has left, or is about to, is not pinged", async () => {
	const bench = new RoomBench();
	const [left, asked, waiting] = (await bench.enterAll(3)) as [Guest, Guest, Guest];
	left.socket.terminate();
	asked.say("close");
	waiting.socket.pause();
	await bench.turn();
	expect(bench.clock.pending).toBe(1);
	waiting.socket.terminate();
	await bench.clock.advance(100_000);
	expect([left, asked, waiting].flatMap(pingsOf)).toEqual([]);
	expect(asked.code).toBe(1005);
	expect(bench.clock.pending).toBe(0);
});

test("a client that the room has not let in is not pinged", async () => {
	const bench = new RoomBench();
	await bench.enter();
	bench.store.hold();
	const knocking = bench.knock();
	await bench.turn();
	const guest = (await knocking) as Guest;
	await bench.clock.advance(60_000);
	expect(guest.take()).toEqual([]);
	bench.store.release();
	await bench.clock.advance(25_000);
	expect(guest.take().map(({ type }) => type)).toEqual(["config", "profile", "ping"]);
});

test("pingIntervalMs sets the pace, and 0 ends it", async () => {
	const quick = new RoomBench({ rooms: { pingIntervalMs: 10 } });
	const guest = await quick.enter();
	await quick.clock.advance(100);
	expect(guest.take()).toHaveLength(10);
	const quiet = new RoomBench({ rooms: { pingIntervalMs: 0 } });
	const other = await quiet.enter();
	await quiet.clock.advance(3_600_000);
	expect(other.take()).toEqual([]);
	expect(quiet.clock.pending).toBe(0);
});

test("silence is allowed for ever; with idleTimeoutMs it ends with 1001, and any message counts", async () => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	await bench.clock.advance(86_400_000);
	expect(guest.code).toBeNull();
	const strict = new RoomBench({ rooms: { idleTimeoutMs: 50_000 } });
	const [silent, lively] = (await strict.enterAll(2)) as [Guest, Guest];
	for (let i = 0; i < 4; i++) {
		await strict.clock.advance(20_000);
		await lively.ask("ping", i);
	}
	expect([silent.code, lively.code]).toEqual([1001, null]);
	await strict.clock.advance(60_000);
	expect(lively.code).toBe(1001);
	expect(strict.clock.pending).toBe(0);
});
