import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "@gw-sim/core";
import { GatewayHost, parseConfig } from "@gw-sim/server";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { memoryPair, systemClock } from "@gw-sim/transport";
import { expect, onTestFinished, test } from "vitest";
import { type Guest, RoomBench } from "./testing/room-bench.js";

const limit = 7;
const limits = { polls: limit, answers: limit, counters: limit, ballots: limit };
const strict = { strictErrors: true };

const requests: readonly (readonly [
	what: string,
	type: string,
	event: string,
	data: (i: number) => object,
	limits: object,
])[] = [
	["polls", "poll", "poll", (i) => ({ id: i, answer: "x" }), { polls: limit }],
	["ephemeral polls", "ephemeralPoll", "ephemeralPoll", (i) => ({ id: i, answer: "x" }), limits],
	["answers", "poll", "poll", (i) => ({ id: "p", answer: i }), { answers: limit }],
	[
		"ephemeral answers",
		"ephemeralPoll",
		"ephemeralPoll",
		(i) => ({ id: "p", answer: i }),
		{ answers: limit },
	],
	["votes", "poll", "poll", () => ({ id: "p", answer: "x" }), { ballots: limit }],
	[
		"ephemeral votes",
		"ephemeralPoll",
		"ephemeralPoll",
		() => ({ id: "p", answer: "x" }),
		{ ballots: limit },
	],
	["counters", "counter", "counter", (i) => ({ id: i + 1, value: 1 }), { counters: limit }],
];

/** Polls, answers or votes, whichever there are most of. */
function count(snapshots: readonly unknown[]): number {
	const tallies = snapshots.map((data) => Object.values((data as { stats?: object }).stats ?? {}));
	const votes = tallies.flat().reduce((sum: number, each: number) => sum + each, 0);
	return Math.max(snapshots.length, votes);
}

test.each(requests)(
	"%s: of fifty clients at once exactly as many get through as may",
	async (...row) => {
		const [, type, event, data, only] = row;
		const bench = new RoomBench({ limits: only, rooms: strict });
		const guests = await bench.enterAll(50);
		bench.store.hold();
		for (const [i, guest] of guests.entries()) guest.say(type, data(i));
		await bench.turn();
		bench.store.release();
		await bench.turn();
		const refused = guests.filter((guest) => guest.take().some((told) => told.type === "error"));
		expect(refused).toHaveLength(50 - limit);
		expect(count(await bench.snapshots(event))).toBe(limit);
	},
);

test("at the limit whoever has voted moves its vote, and nobody else gets one", async () => {
	const bench = new RoomBench({ limits: { ballots: 2 }, rooms: strict });
	const [a, b, c] = (await bench.enterAll(3)) as [Guest, Guest, Guest];
	for (const guest of [a, b]) await guest.ask("poll", { id: "p", answer: "x" });
	bench.store.hold();
	for (const guest of [a, b, c]) guest.say("poll", { id: "p", answer: "y" });
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect([a, b, c].map((guest) => guest.take().length)).toEqual([0, 0, 1]);
	expect(await bench.snapshots("poll")).toEqual([{ id: "p", stats: { y: 2 } }]);
});

test("rooms: of fifty that are new at once exactly as many are made as may", async () => {
	const bench = new RoomBench({ limits: { rooms: limit } });
	bench.store.hold();
	const knocking = Array.from({ length: 50 }, (_, i) => bench.knock(`room=${i % 25}`));
	await bench.turn();
	bench.store.release();
	const guests = await Promise.all(knocking);
	expect(guests.filter((guest) => guest === 503)).toHaveLength(50 - 2 * limit);
});

test("on a disk that takes its time the limits hold as well, before and after a restart", async () => {
	const folder = mkdtempSync(join(tmpdir(), "gw-sim-test-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const random = seededRandom("disk");
	const config = parseConfig({ limits: { polls: limit, counters: limit, ballots: limit } });
	const serve = async (): Promise<{ told: unknown[]; close(): Promise<void> }> => {
		const store = await openEmbeddedStore({ folder, random, clock: systemClock });
		const host = new GatewayHost({ config, store, clock: systemClock, random, log: () => {} });
		const visit = async (i: number): Promise<unknown[]> => {
			const query = new URLSearchParams("room=r");
			const request = { path: "/websocket", query, origin: null, host: null, cookie: null };
			const verdict = await host.admit({ ...request, offered: [] }, "10.0.0.1", null);
			if (!verdict.ok) throw new Error(`refused with ${verdict.status}`);
			const [client, server] = memoryPair(systemClock);
			const told: unknown[] = [];
			const done = new Promise<void>((resolve) => {
				client.listen({
					frame: (frame) => told.push(JSON.parse(String(frame))),
					closed: () => resolve(),
				});
			});
			verdict.accept(server);
			client.send(JSON.stringify({ type: "poll", data: { id: `p${i}`, answer: "x" } }));
			client.send(JSON.stringify({ type: "counter", data: { id: `c${i}`, value: 1 } }));
			if (i === 0)
				for (const event of ["poll", "counter"])
					client.send(JSON.stringify({ type: "subscribe", data: event }));
			client.send(JSON.stringify({ type: "close" }));
			await done;
			return told.slice(2);
		};
		await Promise.all(Array.from({ length: 50 }, (_, i) => visit(i + 1)));
		const told = await visit(0);
		return {
			told,
			close: async () => {
				await host.drain(1000);
				await store.close();
			},
		};
	};
	const first = await serve();
	await first.close();
	const kinds = first.told.map((message) => (message as { type: string }).type);
	expect(kinds.filter((type) => type === "poll")).toHaveLength(limit);
	expect(kinds.filter((type) => type === "counter")).toHaveLength(limit);
	const second = await serve();
	await second.close();
	const ids = (told: unknown[]) => told.map((each) => (each as { data: { id: string } }).data.id);
	expect(ids(second.told)).toEqual(ids(first.told));
});
