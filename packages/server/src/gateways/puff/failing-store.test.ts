import { expect, test } from "vitest";
import { PuffBench, twoNodes } from "./testing/puff-bench.js";

test.each([
	["makes a group", 2, {}],
	["tells a device's state", 4, { state: 5 }],
	["edits", 5, { name: "x" }],
	["is renamed", 6, { name: "x" }],
	["leaves", 7, undefined],
	["inquires", 8, undefined],
])("who %s where nothing can be kept is cut with 1011, and nobody is told", async (_, op, d) => {
	const bench = new PuffBench();
	const { members } = await bench.group(2);
	const [a, b] = members;
	bench.store.break();
	a?.say(op, d);
	await bench.turn();
	expect(a?.code).toBe(1011);
	expect(b?.heard()).toEqual([]);
	expect(b?.code).toBeNull();
});

test("joining where nothing can be kept is cut with 1011", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	const puffer = await bench.connect();
	bench.store.break();
	puffer.say(1, { group_id: id });
	await bench.turn();
	expect([puffer.code, puffer.heard()]).toEqual([1011, []]);
	expect(members[0]?.heard()).toEqual([]);
});

test("nobody comes in any more, and the control API says so", async () => {
	const bench = new PuffBench();
	const { id } = await bench.group(1);
	bench.store.break();
	const late = bench.dial();
	await bench.turn();
	expect(late.code).toBe(1006);
	expect(late.take()).toEqual([]);
	expect(await bench.delete(id)).toBe(503);
	// What is known can still be read.
	expect((await bench.get(`/v1/groups/${id}`)).status).toBe(200);
});

test("where the list of groups cannot be read, HTTP is 503 until it can be", async () => {
	const bench = new PuffBench();
	bench.store.lose("puff");
	expect(await bench.get("/v1/groups")).toEqual({ status: 503, body: "no answer\n" });
	expect((await bench.get("/v1/groups/abcdef")).status).toBe(503);
	const early = bench.dial();
	await bench.turn();
	expect(early.code).toBe(1006);
	bench.store.mend();
	expect((await bench.get("/v1/groups")).status).toBe(200);
	expect((await bench.connect()).code).toBeNull();
});

test.each([true, false])(
	"a group whose history has a gap cuts its members, who come back to it (can be read: %s)",
	async (isReadable) => {
		const [one, two] = twoNodes();
		const { id, members } = await one.group(2);
		const other = await two.connect();
		await other.ask(1, { group_id: id });
		for (const member of members) member.take();
		if (isReadable) one.store.skip(`puff/${id}`);
		else one.store.lose(`puff/${id}`);
		await one.turn();
		one.store.mend();
		for (const member of [...members, other]) expect(member.code).toBe(1011);
		expect(one.log).toContainEqual({
			event: "puff-group-failed",
			remote: "store",
			group: id,
			why: expect.any(String),
		});
		const back = await one.connect();
		expect(await back.ask(1, { group_id: id })).toMatchObject([{ t: "JOINED_GROUP" }]);
	},
);

test("an expired group that cannot be erased stays closed to all, and is erased later", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	await members[0]?.ask(7);
	bench.store.hold();
	await bench.clock.advance(11_000);
	members[0]?.say(1, { group_id: id });
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(members[0]?.take()).toMatchObject([{ d: { code: "INVALID_GROUP_ID" } }]);
	expect(await bench.store.used()).toEqual([]);
});

test("while the store takes its time nobody is told a thing twice, or early", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	bench.store.hold();
	a?.say(4, { state: 5 }).say(7).say(1, { group_id: id }).say(4, { state: 7 });
	await bench.clock.advance(100);
	expect([a?.heard(), b?.heard()]).toEqual([[], []]);
	bench.store.release();
	await bench.turn();
	expect(a?.heard()).toEqual(["JOINED_GROUP"]);
	expect(b?.heard()).toEqual([
		"GROUP_USER_DEVICE_UPDATE",
		"GROUP_USER_LEFT",
		"GROUP_USER_JOIN",
		"GROUP_USER_DEVICE_UPDATE",
	]);
});

test("a connection that is lost while it joins leaves nothing behind", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	const puffer = await bench.connect();
	bench.store.hold();
	puffer.say(1, { group_id: id });
	await bench.turn();
	puffer.socket.terminate();
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(members[0]?.heard()).toEqual(["GROUP_USER_JOIN", "GROUP_USER_LEFT"]);
	expect(await bench.get(`/v1/groups/${id}`)).toMatchObject({
		body: { data: { member_count: 1 } },
	});
	expect((await bench.store.members(`puff/${id}`)).size).toBe(1);
});

test.each([true, false])(
	"after a gap the list of groups is what it is by then (can be read: %s)",
	async (isReadable) => {
		const [one, two] = twoNodes();
		const { members } = await one.group(1);
		await members[0]?.ask(5, { visibility: "public" });
		const gone = await one.group(1);
		await gone.members[0]?.ask(5, { visibility: "public" });
		expect(await two.get("/v1/groups")).toMatchObject({ body: { data: [{}, {}] } });
		// Nobody is told of this.
		await one.store.apply("puff", { type: "remove", key: gone.id });
		if (isReadable) one.store.skip("puff");
		else one.store.lose("puff");
		await one.turn();
		one.store.mend();
		for (const node of [one, two]) {
			expect(await node.get("/v1/groups")).toMatchObject({ body: { data: [{ member_count: 1 }] } });
			expect((await node.get(`/v1/groups/${gone.id}`)).status).toBe(404);
		}
		await one.turn();
		expect(gone.members[0]?.heard()).toContain("GROUP_DELETE");
	},
);
