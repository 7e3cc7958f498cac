import { expect, test } from "vitest";
import { RoomBench } from "./testing/room-bench.js";

const names = [
	"__proto__",
	"constructor",
	"prototype",
	"toString",
	"hasOwnProperty",
	"",
	"0",
	"a:b:c",
	"all ",
	"\u0000",
	"\u202e",
	"\ud800",
	"ü".repeat(100),
];

test.each(names)("%j is a poll and an answer as any other", async (name) => {
	const bench = new RoomBench();
	const [a, b] = [await bench.enter(), await bench.enter()];
	for (const type of ["poll", "ephemeralPoll"]) {
		await a.ask("subscribe", `${type}:${name}`);
		b.say(type, { id: name, answer: name }).say(type, { id: `${name}2`, answer: "x" });
		const told = await a.ask(type, { id: name, answer: "other" });
		const stats = (...entries: [string, number][]) => Object.fromEntries(entries);
		expect(told.filter(({ data }) => (data as { id: string }).id === name)).toEqual([
			{ type, data: { id: name, stats: stats([name, 1]) } },
			{ type, data: { id: name, stats: stats([name, 1], ["other", 1]) } },
		]);
	}
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each(names.filter((name) => name !== ""))("%j is a counter as any other", async (name) => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	await guest.ask("subscribe", `counter:${name}`);
	guest.say("counter", { id: `${name}2`, value: 5 });
	await guest.ask("counter", { id: name, value: 1 });
	expect(await guest.ask("counter", { id: name, value: 1 })).toEqual([
		{ type: "counter", data: { id: name, value: 2 } },
	]);
	expect(await bench.snapshots("counter")).toEqual([
		{ id: `${name}2`, value: 5 },
		{ id: name, value: 2 },
	]);
});

test.each(names.filter((name) => name !== ""))(
	"%j is an event and a relay as any other",
	async (name) => {
		const bench = new RoomBench();
		const [admin, guest, other] = [await bench.admin(), await bench.enter(), await bench.enter()];
		guest.say("subscribe", name);
		await admin.ask("relay", name);
		await admin.ask("broadcast", { type: name, data: 1, to: name });
		expect(guest.take()).toEqual([{ type: name, data: 1 }]);
		expect(other.take()).toEqual([]);
		guest.say(name, { polluted: true });
		await bench.turn();
		expect(admin.take()).toMatchObject([
			{ type: `relay:${name}`, data: { type: name, data: { polluted: true } } },
		]);
		await admin.ask("deleteRelay", name);
		guest.say(name);
		await bench.turn();
		expect(admin.take()).toEqual([]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	},
);

test.each(names.filter((name) => name !== ""))("%j is a room as any other", async (name) => {
	const query = new URLSearchParams({ room: name }).toString();
	const bench = new RoomBench();
	const guest = await bench.enter(query);
	await guest.ask("counter", { value: 1 });
	expect((await bench.enter("room=another")).suffix).toBe(1);
	expect((await bench.enter(query)).suffix).toBe(2);
	expect(await bench.snapshots("counter", query)).toEqual([{ id: "default", value: 1 }]);
	expect(await bench.snapshots("counter", "room=another")).toEqual([]);
});

test("a room without a name is the room default", async () => {
	const bench = new RoomBench();
	const suffixes: number[] = [];
	for (const query of ["", "room", "room=", "room=default"])
		suffixes.push((await bench.enter(query)).suffix);
	expect(suffixes).toEqual([1, 2, 3, 4]);
});

test("properties of any name come back as they went", async () => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	const text = `{${names.map((name, i) => `${JSON.stringify(name)}:{"polluted":${i}}`).join()}}`;
	guest.raw(`{"type":"login","data":${text}}`);
	await bench.turn();
	const [profile] = guest.take() as { data: { properties: object } }[];
	const { properties } = profile?.data ?? { properties: {} };
	expect(Object.keys(properties).sort()).toEqual([...names].sort());
	const back = await bench.arrive(`room=r&session=${guest.id}`);
	expect(back.readProfile().properties).toEqual(properties);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
	'{"type":"__proto__","data":{"polluted":true}}',
	'{"__proto__":{"type":"chat","data":1}}',
	'{"type":"poll","data":{"__proto__":{"id":"a","answer":"b"}}}',
	'{"type":"counter","data":{"id":{"toString":1},"value":1}}',
	'{"type":"counter","data":{"id":"a","value":{"valueOf":1,"toString":1}}}',
	'{"type":"subscribe","data":{"toString":1}}',
	'{"type":"authenticate","data":{"ts":{"valueOf":1,"toString":1},"key":"x"}}',
	'{"type":["login"],"data":{}}',
	'"chat"',
	"null",
	"[]",
	"",
	"{",
])("%s is met with silence", async (text) => {
	const bench = new RoomBench();
	const guest = await bench.enter();
	await guest.ask("subscribe", "chat");
	guest.raw(text).raw(new Uint8Array([1, 2]));
	expect(await guest.ask("chat", 1)).toHaveLength(1);
	expect(await bench.snapshots("counter")).toEqual([]);
	expect(await bench.snapshots("poll")).toEqual([]);
	expect(bench.log).toEqual([]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
