import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { PuffBench } from "./testing/puff-bench.js";

const refused = (t: string, code: string) => [{ op: 3, t, d: { code } }];

test("so many groups and no more, however many ask at once; an end makes room", async () => {
	const bench = new PuffBench({ limits: { groups: 3 }, puff: { unjoinedGroupTtlMs: 1000 } });
	const puffers = await Promise.all(Array.from({ length: 10 }, () => bench.connect()));
	bench.store.hold();
	for (const puffer of puffers) puffer.say(2);
	await bench.turn();
	bench.store.release();
	await bench.turn();
	const told = puffers.flatMap((puffer) => puffer.take());
	expect(told.filter(({ t }) => t === "GROUP_CREATE")).toHaveLength(3);
	expect(told.filter(({ t }) => t === "GROUP_CREATE_ERROR")).toEqual(
		Array.from({ length: 7 }, () => refused("GROUP_CREATE_ERROR", "TOO_MANY_GROUPS")[0]),
	);
	await bench.clock.advance(2000);
	expect(await puffers[0]?.ask(2)).toMatchObject([{ t: "GROUP_CREATE" }]);
});

test("so many public groups and no more, however many ask at once", async () => {
	const bench = new PuffBench({ limits: { publicGroups: 2 } });
	const groups = [await bench.group(1), await bench.group(1), await bench.group(1)];
	bench.store.hold();
	for (const { members } of groups) members[0]?.say(5, { visibility: "public" });
	await bench.turn();
	bench.store.release();
	await bench.clock.advance(1000);
	const refusals = groups.flatMap(({ members }) =>
		(members[0]?.take() ?? []).filter(({ t }) => t === "GROUP_ACTION_ERROR"),
	);
	expect(refusals).toEqual(refused("GROUP_ACTION_ERROR", "TOO_MANY_PUBLIC_GROUPS"));
	expect(await bench.get("/v1/groups")).toMatchObject({ body: { data: [{}, {}] } });
});

test("so many members and no more, however many come at once", async () => {
	const bench = new PuffBench({ limits: { groupMembers: 5 } });
	const { id } = await bench.group(1);
	const puffers = await Promise.all(Array.from({ length: 20 }, () => bench.connect()));
	bench.store.hold();
	for (const puffer of puffers) puffer.say(1, { group_id: id });
	await bench.turn();
	bench.store.release();
	await bench.turn();
	const told = puffers.map((puffer) => puffer.take()[0]);
	expect(told.filter((message) => message?.t === "JOINED_GROUP")).toHaveLength(4);
	expect(told.filter((message) => message?.t === "GROUP_JOIN_ERROR")).toHaveLength(16);
	expect((await bench.store.members(`puff/${id}`)).size).toBe(5);
});

test.each([
	["keys", { deviceKeys: 3 }, { a: 1, b: 2, c: 3 }, { d: 4 }],
	["bytes", { deviceBytes: 100 }, { a: "x".repeat(50) }, { b: "x".repeat(50) }],
	["bytes of the group", { groupBytes: 100 }, { a: "x".repeat(50) }, { b: "x".repeat(50) }],
])(
	"a device that comes to too many %s is told so alone, and stays as it was",
	async (_, limits, first, more) => {
		const bench = new PuffBench({ limits });
		const { id, members } = await bench.group(2);
		const [a, b] = members;
		expect(await a?.ask(4, first)).toEqual([]);
		b?.take();
		expect(await a?.ask(4, more)).toEqual(refused("SYNTAX_ERROR", "DEVICE_STATE_TOO_LARGE"));
		expect(b?.take()).toEqual([]);
		expect(await a?.ask(4, first)).toEqual([]);
		const [joined] = await (await bench.connect()).ask(1, { group_id: id });
		expect(joined).toMatchObject({ d: { members: [{}, { device_state: first }] } });
	},
);

test("what a hostile group comes to is never too much for those who join it", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(100);
	for (const member of members) {
		member.say(6, { name: "\u0001".repeat(32), device_type: "\u0001".repeat(32) });
		for (let i = 0; i < 4; i++) member.device({ [`k${i}`]: "\u0001".repeat(600) });
	}
	await bench.turn();
	const late = await bench.connect();
	late.say(1, { group_id: id });
	await bench.turn();
	expect(Buffer.byteLength(String(late.frames[0]))).toBeLessThan(1_048_576);
	expect(Buffer.byteLength(String(late.frames[0]))).toBeGreaterThan(500_000);
});

test.each(["", "?compression=zlib"])(
	"a bomb is not inflated, and closes with 1009 (%j)",
	async (query) => {
		const bench = new PuffBench();
		const { members } = await bench.group(1);
		const bomb = deflateSync(`{"op":4,"d":{"x":"${"0".repeat(64 * 1024 * 1024)}"}}`, { level: 9 });
		expect(bomb.length).toBeLessThan(70_000);
		const puffers = await Promise.all(Array.from({ length: 20 }, () => bench.connect(query)));
		const before = process.memoryUsage().arrayBuffers;
		const started = performance.now();
		for (const puffer of puffers) puffer.raw(bomb);
		await bench.turn();
		expect(performance.now() - started).toBeLessThan(1000);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
		for (const puffer of puffers) expect([puffer.code, puffer.reason]).toEqual([1009, ""]);
		expect(members[0]?.code).toBeNull();
	},
);

test("up to the limit a message may inflate", async () => {
	const bench = new PuffBench({ puff: { maxPayloadBytes: 1000 }, limits: { deviceBytes: 2000 } });
	const { members } = await bench.group(1);
	const text = (length: number) => `{"op":4,"d":{"x":"${"0".repeat(length - 21)}"}}`;
	members[0]?.raw(deflateSync(text(1000)));
	await bench.turn();
	expect(members[0]?.code).toBeNull();
	members[0]?.raw(deflateSync(text(1001)));
	await bench.turn();
	expect(members[0]?.code).toBe(1009);
});

test("more messages a second than allowed close with 1008", async () => {
	const bench = new PuffBench({ limits: { messagesPerSecond: 20 } });
	const { members } = await bench.group(2);
	await bench.clock.advance(2000);
	for (let i = 0; i < 30; i++) members[0]?.device({ i });
	await bench.turn();
	expect(members[0]?.code).toBe(1008);
	expect(members[1]?.heard()).toEqual([
		...Array.from({ length: 20 }, () => "GROUP_USER_DEVICE_UPDATE"),
		"GROUP_USER_LEFT",
	]);
});

test("no name that JavaScript knows is more than a name", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	for (const name of [
		"__proto__",
		"constructor",
		"toString",
		"hasOwnProperty",
		"\u0000",
		"\u202e",
	]) {
		await a?.ask(6, { name });
		expect(b?.take()).toMatchObject([{ d: { name } }]);
		await a?.ask(5, { name });
		expect(b?.take()).toMatchObject([{ d: { name } }]);
		expect(await a?.ask(1, { group_id: name })).toMatchObject([
			{ d: { code: "INVALID_GROUP_ID" } },
		]);
		a?.raw(`{"op":4,"d":{${JSON.stringify(name)}:1}}`);
		await bench.turn();
		expect(b?.frames.splice(0).map(String).join("")).toContain(`{${JSON.stringify(name)}:1}`);
	}
	const late = await bench.connect();
	late.say(1, { group_id: id });
	await bench.turn();
	expect(late.frames.map(String).join("")).toContain('"__proto__":1');
	expect(Reflect.get({}, "1")).toBeUndefined();
});
