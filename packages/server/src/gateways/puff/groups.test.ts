import { expect, test } from "vitest";
import { PuffBench } from "./testing/puff-bench.js";

const event = (t: string, d: unknown) => ({ op: 3, t, d });
const error = (t: string, code: string) => [event(t, { code })];

test("who makes a group is told alone, and is not in it", async () => {
	const bench = new PuffBench();
	const [a, b] = [await bench.connect(), await bench.connect()];
	a.say(2, { name: "Sour Diesel" });
	await bench.turn();
	const id = /"group_id":"([0-9a-z]{6})"/.exec(String(a.frames))?.[1];
	expect(a.take()).toEqual([event("GROUP_CREATE", { group_id: id, name: "Sour Diesel" })]);
	expect(b.take()).toEqual([]);
	expect(await a.ask(8)).toEqual(error("GROUP_ACTION_ERROR", "NOT_IN_GROUP"));
	expect(await a.ask(1, { group_id: id })).toMatchObject([{ t: "JOINED_GROUP" }]);
});

test.each([undefined, null, {}, { name: null }, { name: "" }, { name: "  " }])(
	"a group made with %j gets a name of two words",
	async (d) => {
		const bench = new PuffBench();
		const puffer = await bench.connect();
		puffer.raw(JSON.stringify({ op: 2, d }));
		await bench.turn();
		expect(puffer.take()).toEqual([
			event("GROUP_CREATE", {
				group_id: expect.stringMatching(/^[0-9a-z]{6}$/),
				name: expect.stringMatching(/^[A-Z][a-z]+ [A-Z][a-z]+$/),
			}),
		]);
	},
);

test("who joins is told of all others, newest first, and they of who joins", async () => {
	const bench = new PuffBench();
	const [a, b, c] = [await bench.connect(), await bench.connect(), await bench.connect()];
	const id = await bench.create(a, "G");
	expect(await a.ask(1, { group_id: id })).toEqual([
		event("JOINED_GROUP", {
			group_id: id,
			name: "G",
			visibility: "private",
			state: "chilling",
			members: [],
		}),
	]);
	await a.ask(6, { name: "Ann", device_type: "peak" });
	await a.ask(4, { battery: 80, state: 5 });
	await b.ask(1, { group_id: id });
	expect(a.take()).toEqual([
		event("GROUP_USER_JOIN", { group_id: id, session_id: b.id, name: "Unnamed" }),
	]);
	expect(await c.ask(1, { group_id: id })).toEqual([
		event("JOINED_GROUP", {
			group_id: id,
			name: "G",
			visibility: "private",
			state: "chilling",
			members: [
				{ session_id: b.id, name: "Unnamed", device_state: {}, device_type: null },
				{
					session_id: a.id,
					name: "Ann",
					device_state: { battery: 80, state: 5 },
					device_type: "peak",
				},
			],
		}),
	]);
	for (const member of [a, b])
		expect(member.take()).toEqual([
			event("GROUP_USER_JOIN", { group_id: id, session_id: c.id, name: "Unnamed" }),
		]);
});

test.each([
	undefined,
	null,
	{},
	{ group_id: 5 },
	{ group_id: null },
	{ group_id: "nope00" },
	"x",
	[],
])("joining with %j fails and changes nothing", async (d) => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	if (a === undefined || b === undefined) throw new Error("nobody");
	a.raw(JSON.stringify({ op: 1, d }));
	await bench.turn();
	expect(a.take()).toEqual(error("GROUP_JOIN_ERROR", "INVALID_GROUP_ID"));
	await b.ask(4, { state: 5 });
	expect(a.take()).toMatchObject([{ t: "GROUP_USER_DEVICE_UPDATE" }]);
	expect(await a.ask(1, { group_id: id })).toEqual(error("GROUP_JOIN_ERROR", "ALREADY_IN_GROUP"));
});

test("joining another group leaves the first, without its device", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	if (a === undefined || b === undefined) throw new Error("nobody");
	await a.ask(6, { name: "Ann" });
	await a.ask(4, { state: 5 });
	b.take();
	const second = await bench.create(a);
	expect(await a.ask(1, { group_id: second })).toMatchObject([
		{ t: "JOINED_GROUP", d: { group_id: second, members: [] } },
	]);
	expect(b.take()).toEqual([event("GROUP_USER_LEFT", { group_id: id, session_id: a.id })]);
	await b.ask(4, { state: 5 });
	expect(a.take()).toEqual([]);
	const [joined] = await b.ask(1, { group_id: second });
	expect(joined).toMatchObject({
		d: { members: [{ session_id: a.id, name: "Ann", device_state: {} }] },
	});
});

test("edits at the same time all count", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(3);
	bench.store.hold();
	members[0]?.say(5, { name: "Both" });
	members[1]?.say(5, { visibility: "public" });
	await bench.turn();
	bench.store.release();
	await bench.turn();
	const updates = members[2]?.take().filter(({ t }) => t === "GROUP_UPDATE");
	expect(updates).toHaveLength(2);
	expect(updates?.[1]).toMatchObject({ d: { name: "Both", visibility: "public" } });
	const after = new PuffBench({ store: await bench.store.reborn(), clock: bench.clock });
	expect(await after.get(`/v1/groups/${id}`)).toMatchObject({
		body: { data: { name: "Both", visibility: "public" } },
	});
});

test("from JOINED_GROUP on nothing more is heard of the group before", async () => {
	const bench = new PuffBench();
	const { members } = await bench.group(3);
	const [a, b, c] = members;
	const { id: second, members: others } = await bench.group(1);
	bench.store.hold();
	// One after the other at the store's door.
	b?.device({ n: 1 });
	await bench.turn();
	a?.say(1, { group_id: second });
	await bench.turn();
	c?.device({ n: 2 });
	others[0]?.device({ n: 3 });
	await bench.turn();
	bench.store.release();
	await bench.turn();
	const heard = a?.take() ?? [];
	expect(heard.map(({ t }) => t)).toEqual([
		"GROUP_USER_DEVICE_UPDATE",
		"JOINED_GROUP",
		"GROUP_USER_DEVICE_UPDATE",
	]);
	expect(heard.map(({ d }) => (d as { session_id?: string }).session_id)).toEqual([
		b?.id,
		undefined,
		others[0]?.id,
	]);
});

test("a join that is refused leaves the sender in its group", async () => {
	const bench = new PuffBench({ limits: { groupMembers: 2 } });
	const { id: full } = await bench.group(2);
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	expect(await a?.ask(1, { group_id: full })).toEqual(error("GROUP_JOIN_ERROR", "GROUP_FULL"));
	expect(b?.take()).toEqual([]);
	await b?.ask(4, { state: 5 });
	expect(a?.take()).toMatchObject([{ t: "GROUP_USER_DEVICE_UPDATE", d: { group_id: id } }]);
});

test("a leave and a lost connection are told to the others alone, and at once", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(4);
	const [a, b, c, d] = members;
	expect(await a?.ask(7)).toEqual([]);
	const left = (who: typeof a) => event("GROUP_USER_LEFT", { group_id: id, session_id: who?.id });
	for (const other of [b, c, d]) expect(other?.take()).toEqual([left(a)]);
	expect(await a?.ask(7)).toEqual([]);
	expect(await a?.ask(4, { state: 5 })).toEqual(error("GROUP_ACTION_ERROR", "NOT_IN_GROUP"));
	b?.socket.terminate();
	await bench.turn();
	for (const other of [c, d]) expect(other?.take()).toEqual([left(b)]);
	c?.socket.close(4006);
	await bench.turn();
	expect(d?.take()).toEqual([left(c)]);
	expect(a?.take()).toEqual([]);
});

test("a device's update reaches the others as it was written", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(3);
	const [a, b, c] = members;
	const text =
		'{"temperature":187.50,"__proto__":{"admin":true},"big":123456789012345678901234567890,"e":1e400,"constructor":1,"s":"\\u00e9"}';
	a?.raw(`{"d":${text},"op":4}`);
	await bench.turn();
	const told = `{"op":3,"t":"GROUP_USER_DEVICE_UPDATE","d":{"group_id":"${id}","session_id":"${a?.id}","device_state":${text.replace(/\\u00e9/, "\\u00e9")},"device_type":null}}`;
	expect(b?.frames).toEqual([told]);
	expect(c?.frames).toEqual([told]);
	expect(a?.frames).toEqual([]);
	expect(({} as { admin?: boolean }).admin).toBeUndefined();
	const late = await bench.connect();
	late.say(1, { group_id: id });
	await bench.turn();
	expect(late.frames[0]).toContain(`"device_state":${text}`);
});

test("updates are merged key by key", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(1);
	const [a] = members;
	a?.device({ state: 5, battery: 80 }).device({ battery: 79, profile: { name: "low" } });
	a?.device({ profile: { temp: 254 } }).device({});
	const [joined] = await (await bench.connect()).ask(1, { group_id: id });
	expect(joined).toMatchObject({
		d: { members: [{ device_state: { state: 5, battery: 79, profile: { temp: 254 } } }] },
	});
});

test("a group is edited by any member, for all", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	const ids = members.map((member) => member.id);
	const update = (name: string, visibility: string) =>
		event("GROUP_UPDATE", {
			group_id: id,
			name,
			visibility,
			state: "chilling",
			members: ids,
			ready: [],
		});
	await b?.ask(5, { name: "New" });
	expect(a?.take()).toEqual([update("New", "private")]);
	await b?.ask(5, { visibility: "public" });
	expect(a?.take()).toEqual([
		update("New", "public"),
		event("GROUP_VISIBILITY_CHANGE", { visibility: "public", session_id: b?.id }),
		event("PUBLIC_GROUPS_UPDATE", [
			{ group_id: id, name: "New", visibility: "public", state: "chilling", member_count: 2 },
		]),
	]);
	b?.take();
	expect(await b?.ask(5, { visibility: "public" })).toEqual([update("New", "public")]);
	expect(await b?.ask(5, {})).toEqual([update("New", "public")]);
	expect(await b?.ask(5, { name: "N", visibility: "public" })).toEqual([update("N", "public")]);
});

test.each([
	[5, undefined, "SYNTAX_ERROR", "MISSING_DATA"],
	[5, "x", "SYNTAX_ERROR", "MISSING_DATA"],
	[5, { name: "x".repeat(33) }, "GROUP_ACTION_ERROR", "INVALID_GROUP_NAME"],
	[5, { name: 5 }, "GROUP_ACTION_ERROR", "INVALID_GROUP_NAME"],
	[5, { visibility: "secret" }, "GROUP_ACTION_ERROR", "INVALID_VISIBILITY"],
	[6, undefined, "SYNTAX_ERROR", "MISSING_DATA"],
	[6, [], "SYNTAX_ERROR", "MISSING_DATA"],
	[6, { name: "x".repeat(33) }, "USER_UPDATE_ERROR", "INVALID_NAME"],
	[4, undefined, "SYNTAX_ERROR", "MISSING_DATA"],
	[4, null, "SYNTAX_ERROR", "MISSING_DATA"],
	[4, [], "SYNTAX_ERROR", "MISSING_DATA"],
	[2, { name: "x".repeat(33) }, "GROUP_CREATE_ERROR", "INVALID_GROUP_NAME"],
	[2, "name", "SYNTAX_ERROR", "MISSING_DATA"],
] as const)("op %d with %j is answered %s %s to its sender alone", async (op, d, t, code) => {
	const bench = new PuffBench();
	const { members } = await bench.group(2);
	const [a, b] = members;
	a?.raw(JSON.stringify({ op, d }));
	await bench.turn();
	expect(a?.take()).toEqual(error(t, code));
	expect(b?.take()).toEqual([]);
	expect(a?.code).toBeNull();
});

test.each([4, 5, 8])("op %d outside a group is refused", async (op) => {
	const bench = new PuffBench();
	const puffer = await bench.connect();
	expect(await puffer.ask(op, {})).toEqual(error("GROUP_ACTION_ERROR", "NOT_IN_GROUP"));
	expect(await puffer.ask(2)).toHaveLength(1);
});

test("keys that are not for editing are ignored", async () => {
	const bench = new PuffBench();
	const { id, members } = await bench.group(2);
	const [a, b] = members;
	const foreign = {
		state: "seshing",
		members: [],
		ready: ["x"],
		group_id: "other0",
		session_id: "other",
		owner: 1,
	};
	a?.raw(JSON.stringify({ op: 5, d: foreign }).replace("{", '{"__proto__":{"name":"P"},'));
	await bench.turn();
	expect(b?.take()).toEqual([
		event("GROUP_UPDATE", {
			group_id: id,
			name: "G",
			visibility: "private",
			state: "chilling",
			members: [a?.id, b?.id],
			ready: [],
		}),
	]);
	a?.take();
	expect(await a?.ask(6, { ...foreign, device_state: { state: 6 } })).toEqual([]);
	expect(b?.take()).toEqual([
		event("GROUP_USER_UPDATE", {
			group_id: id,
			session_id: a?.id,
			name: "Unnamed",
			device_type: null,
		}),
	]);
});

test("a user's name is its own thing outside a group, and told to the others in one", async () => {
	const bench = new PuffBench();
	const puffer = await bench.connect();
	expect(await puffer.ask(6, { name: "Zoë", device_type: "peak" })).toEqual([]);
	const { id, members } = await bench.group(1);
	await puffer.ask(1, { group_id: id });
	expect(members[0]?.take()).toMatchObject([{ t: "GROUP_USER_JOIN", d: { name: "Zoë" } }]);
	expect(await puffer.ask(6, { name: "👩‍👩‍👧‍👦".repeat(32) })).toEqual([]);
	expect(members[0]?.take()).toMatchObject([
		{ t: "GROUP_USER_UPDATE", d: { name: "👩‍👩‍👧‍👦".repeat(32), device_type: "peak" } },
	]);
	expect(await puffer.ask(6, { name: "👩‍👩‍👧‍👦".repeat(33) })).toMatchObject([
		{ t: "USER_UPDATE_ERROR" },
	]);
});

test("like the first gateway, where that is asked for", async () => {
	const bench = new PuffBench({ puff: { compat: "seed" } });
	const { members } = await bench.group(2);
	const [a, b] = members;
	await a?.ask(6, { name: "Ann" });
	expect(b?.take()).toEqual([
		event("GROUP_USER_UPDATED", { group_id: a?.id, session_id: a?.id, name: "Ann" }),
	]);
});
