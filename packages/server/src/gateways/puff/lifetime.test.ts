import { expect, test } from "vitest";
import { logEntryText } from "./log-entry.js";
import { groupRoom } from "./settings.js";
import { PuffBench, type Puffer } from "./testing/puff-bench.js";

const event = (t: string, d: unknown) => ({ op: 3, t, d });
const invalidId = [event("GROUP_JOIN_ERROR", { code: "INVALID_GROUP_ID" })];

const exists = async (bench: PuffBench, id: string): Promise<boolean> =>
	(await bench.get(`/v1/groups/${id}`)).status === 200;

test("a group that everybody has left goes after 10 s", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	for (const member of members) await member.ask(7);
	await bench.clock.advance(9900);
	expect(await exists(bench, id)).toBe(true);
	await bench.clock.advance(200);
	expect(await exists(bench, id)).toBe(false);
	expect(await members[0]?.ask(1, { group_id: id })).toEqual(invalidId);
});

test("whoever joins within that time stops it, and the next one is whole", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	const [a] = members;
	for (let i = 0; i < 3; i++) {
		await a?.ask(7);
		await bench.clock.advance(9000);
		expect(await a?.ask(1, { group_id: id })).toMatchObject([{ t: "JOINED_GROUP" }]);
		await bench.clock.advance(9000);
	}
	await a?.ask(7);
	await bench.clock.advance(9900);
	expect(await exists(bench, id)).toBe(true);
	await bench.clock.advance(200);
	expect(await exists(bench, id)).toBe(false);
});

test("a group that nobody joins goes after 30 s", async () => {
	const bench = new PuffBench();
	const puffer = await bench.connect();
	const id = await bench.create(puffer);
	await bench.clock.advance(29_900);
	expect(await exists(bench, id)).toBe(true);
	await bench.clock.advance(200);
	expect(await exists(bench, id)).toBe(false);
	const joined = await bench.create(puffer);
	await puffer.ask(1, { group_id: joined });
	for (let i = 0; i < 4; i++) {
		puffer.say(420);
		await bench.clock.advance(30_000);
	}
	expect(await exists(bench, joined)).toBe(true);
});

test("both times are the configured ones, 0 too", async () => {
	const bench = new PuffBench({ puff: { emptyGroupTtlMs: 0, unjoinedGroupTtlMs: 500 } });
	const { id, members } = await bench.group(1);
	await members[0]?.ask(7);
	await bench.turn();
	expect(await exists(bench, id)).toBe(false);
	const other = await bench.create(await bench.connect());
	await bench.clock.advance(600);
	expect(await exists(bench, other)).toBe(false);
});

test("asking for a group does not make it live longer", async () => {
	const bench = new PuffBench();
	const id = await bench.create(await bench.connect());
	for (let i = 0; i < 29; i++) {
		await bench.clock.advance(1000);
		expect(await exists(bench, id)).toBe(true);
	}
	await bench.clock.advance(1100);
	expect(await exists(bench, id)).toBe(false);
});

test("when a public group expires everybody is told", async () => {
	const bench = new PuffBench();
	const { members } = await bench.group(1);
	const stranger = await bench.connect();
	const [a] = members;
	await a?.ask(5, { visibility: "public" });
	expect(stranger.take()).toMatchObject([{ t: "PUBLIC_GROUPS_UPDATE", d: [{ member_count: 1 }] }]);
	await a?.ask(7);
	await bench.clock.advance(9000);
	expect(stranger.take()).toEqual([]);
	await bench.clock.advance(1100);
	expect(stranger.take()).toEqual([event("PUBLIC_GROUPS_UPDATE", [])]);
	expect(await bench.get("/v1/groups")).toEqual({ status: 200, body: { success: true, data: [] } });
});

test("the list is told on a change of visibility, and on none but that", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	const strangers: Puffer[] = [
		await bench.connect(),
		await bench.connect("?compression=zlib"),
		await bench.connect("?compression=zlib"),
	];
	const news = async (op: number, d?: object): Promise<unknown[][]> => {
		b?.say(op, d);
		await bench.turn();
		const heard = strangers.map((stranger) => stranger.take());
		await bench.clock.advance(1000);
		for (const stranger of strangers) expect(stranger.take()).toEqual([]);
		return heard;
	};
	const list = (data: unknown) => strangers.map(() => [event("PUBLIC_GROUPS_UPDATE", data)]);
	const nothing = strangers.map(() => []);
	const group = { group_id: id, name: "G", visibility: "public", state: "chilling" };
	expect(await news(5, { visibility: "public" })).toEqual(list([{ ...group, member_count: 2 }]));
	expect(await news(5, { visibility: "public" })).toEqual(nothing);
	expect(await news(5, { name: "Other" })).toEqual(nothing);
	expect(await news(8)).toEqual(nothing);
	await a?.ask(7);
	expect(await news(4, { state: 5 })).toEqual(nothing);
	expect(await bench.get("/v1/groups")).toMatchObject({
		body: { data: [{ name: "Other", state: "awaiting", member_count: 1 }] },
	});
	expect(await news(5, { visibility: "private" })).toEqual(list([]));
});

test("changes that come thick and fast share a list, and the last one is told", async () => {
	const bench = new PuffBench();
	const { members } = await bench.group(1);
	const stranger = await bench.connect();
	for (let i = 0; i < 101; i++) {
		members[0]?.say(5, { visibility: i % 2 === 0 ? "public" : "private" });
		await bench.clock.advance(10);
	}
	await bench.clock.advance(1000);
	const lists = stranger.take();
	expect(lists.length).toBeGreaterThan(5);
	expect(lists.length).toBeLessThan(13);
	expect(lists.at(-1)).toMatchObject({ d: [{ visibility: "public" }] });
});

test("a group that is deleted by the control API tells its members, and lets them go", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const stranger = await bench.connect();
	const [a, b] = members;
	await a?.ask(5, { visibility: "public" });
	stranger.take();
	for (const member of members) member.take();
	await bench.clock.advance(1000);
	expect(await bench.delete(id)).toBe(200);
	await bench.turn();
	for (const member of members)
		expect(member.take()).toEqual([
			event("GROUP_DELETE", { group_id: id }),
			event("PUBLIC_GROUPS_UPDATE", []),
		]);
	expect(stranger.take()).toEqual([event("PUBLIC_GROUPS_UPDATE", [])]);
	expect(await bench.delete(id)).toBe(404);
	expect(await a?.ask(4, { state: 5 })).toMatchObject([{ d: { code: "NOT_IN_GROUP" } }]);
	expect(await b?.ask(1, { group_id: id })).toEqual(invalidId);
	expect(await bench.delete("__proto__")).toBe(404);
});

test("when the server comes back so do its groups, empty, and their time begins anew", async () => {
	const before = new PuffBench();
	const { id, members } = await before.group(2);
	await members[0]?.ask(4, { state: 5 });
	await members[0]?.ask(5, { name: "Kept", visibility: "public" });
	const unjoined = await before.create(await before.connect(), "Also");
	// What a process keeps that is killed: fields, and neither members nor the log.
	const after = new PuffBench({ store: await before.store.reborn(), clock: before.clock });
	await after.clock.advance(20_000);
	expect(await after.get("/v1/groups")).toMatchObject({
		body: { data: [{ group_id: id, name: "Kept", member_count: 0, state: "chilling" }] },
	});
	expect(await after.get(`/v1/groups/${unjoined}`)).toMatchObject({
		body: { data: { name: "Also" } },
	});
	const puffer = await after.connect();
	expect(await puffer.ask(1, { group_id: id })).toMatchObject([
		{ t: "JOINED_GROUP", d: { name: "Kept", visibility: "public", members: [] } },
	]);
	await after.clock.advance(9900);
	expect(await exists(after, unjoined)).toBe(true);
	await after.clock.advance(200);
	expect(await exists(after, unjoined)).toBe(false);
	expect(await exists(after, id)).toBe(true);
});

test("a crash between an edit and its entry in the list is mended", async () => {
	const before = new PuffBench();
	const { id, members } = await before.group(1);
	await members[0]?.ask(5, { name: "Kept" });
	// As the edit itself leaves it, right before the list of groups learns of it.
	const settings = { name: "Kept", visibility: "public" };
	const store = await before.store.reborn();
	await store.apply(`puff/${id}`, {
		type: "put",
		key: "settings",
		value: JSON.stringify(settings),
	});
	const after = new PuffBench({ store, clock: before.clock });
	expect(await after.get("/v1/groups")).toMatchObject({
		body: { data: [{ ...settings, group_id: id }] },
	});
	await after.clock.advance(31_000);
	expect(await after.get("/v1/groups")).toMatchObject({ body: { data: [] } });
	expect(await store.used()).toEqual([]);
});

test("a crash in the middle of a deletion deletes the group when the server comes back", async () => {
	const before = new PuffBench();
	const { id, members } = await before.group(1);
	await members[0]?.ask(5, { name: "Kept" });
	const store = await before.store.reborn();
	await store.apply("puff", { type: "put", key: id, value: "" });
	const after = new PuffBench({ store, clock: before.clock });
	expect((await after.get(`/v1/groups/${id}`)).status).toBe(404);
	expect(await store.used()).toEqual([]);
});

test("an edit and a deletion at once leave nothing behind", async () => {
	const bench = new PuffBench();
	for (let i = 0; i < 50; i++) {
		const { id, members } = await bench.group(2);
		bench.store.hold();
		members[0]?.say(5, { name: "1" }).say(5, { visibility: "public" });
		if (i % 2 === 0) await bench.turn();
		const deleted = bench.delete(id);
		members[1]?.say(5, { name: "2" });
		await bench.turn();
		bench.store.release();
		await bench.turn();
		expect(await deleted).toBe(200);
		expect(members[0]?.heard()).toContain("GROUP_DELETE");
		for (const member of members) member.socket.terminate();
	}
	await bench.clock.advance(1000);
	expect(await bench.store.used()).toEqual([]);
	expect(bench.log).toEqual([]);
});

test("an end that was meant for an earlier emptiness is none", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	// A public group is followed wherever its members are.
	await members[0]?.ask(5, { visibility: "public" });
	await members[0]?.ask(7);
	const room = groupRoom(id);
	const { seq } = (await bench.store.load(room)).position;
	// As when a node's time for the group was up before it learnt that somebody came and went.
	const visitor = { sessionId: "visitor", name: "V", deviceType: null };
	for (const input of [
		{ type: "join", ...visitor },
		{ type: "leave", sessionId: "visitor" },
	] as const)
		await bench.store.apply(room, { type: "append", body: logEntryText({ kind: "input", input }) });
	const late = logEntryText({ kind: "expire", emptySince: seq });
	await bench.store.apply(room, { type: "append", body: late });
	await bench.turn();
	expect(await exists(bench, id)).toBe(true);
	await bench.clock.advance(10_100);
	expect(await exists(bench, id)).toBe(false);
});
