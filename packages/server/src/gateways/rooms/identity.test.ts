import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Guest, RoomBench } from "./testing/room-bench.js";

const cookieOf = (room: string, value: string): string =>
	`${createHash("sha256").update(room).digest("hex")}_session=${value}`;

test.each([
	[{ id: "x", suffix: 99, role: "admin", connectionDetails: { a: 1 } }],
	[JSON.parse('{"__proto__":{"role":"admin","id":"x","suffix":99,"polluted":true}}')],
	[JSON.parse('{"constructor":{"prototype":{"polluted":true}},"":1,"_id":"x"}')],
	[{ user: { id: "x", suffix: 99 }, properties: { a: 1 }, session: "x", toString: "no" }],
])("a login with %j makes nobody of its sender that it is not", async (properties) => {
	const bench = new RoomBench();
	const [guest, witness] = [await bench.enter(), await bench.enter()];
	await witness.ask("subscribe", "chat");
	const [profile] = await guest.ask("login", properties);
	expect(JSON.stringify(profile)).toBe(
		JSON.stringify({
			type: "profile",
			data: { suffix: 1, properties, id: guest.id, connectionDetails: {}, role: "user" },
		}),
	);
	await guest.ask("chat", "hello");
	const [chat] = witness.take() as { data: { user: object } }[];
	expect(Object.keys(chat?.data.user ?? {})).toEqual(["suffix", "properties"]);
	expect(chat?.data.user).toMatchObject({ suffix: 1 });
	expect(JSON.stringify(chat)).not.toContain(guest.id);
	expect(await guest.ask("config", "mine")).toEqual([]);
	expect(await guest.ask("broadcast", { type: "profile", data: {} })).toEqual([]);
	expect(await guest.ask("relay", "chat")).toEqual([]);
	expect(witness.take()).toEqual([]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("what others see of a user is neither its session nor its private properties", async () => {
	const bench = new RoomBench();
	const [guest, witness] = [await bench.enter(), await bench.enter()];
	await witness.ask("subscribe", "chat");
	await guest.ask("login", { name: "Al", _key: 1, __proto: 2, subscriptions: {}, in: { _x: 1 } });
	await guest.ask("chat", null);
	expect(witness.take()).toEqual([
		{
			type: "chat",
			data: { message: null, user: { suffix: 1, properties: { name: "Al", in: { _x: 1 } } } },
		},
	]);
});

test("a session's profile comes back with ?session and with the cookie, and its suffix with it", async () => {
	const bench = new RoomBench();
	const first = await bench.enter();
	await first.ask("login", { name: "Al", _key: 1 });
	expect(first.headers).toContain(`Set-Cookie: ${cookieOf("r", first.id)}; SameSite=None; Secure`);
	expect(first.headers).toContain(`X-Session-Id: ${first.id}`);
	first.socket.terminate();
	await bench.turn();
	for (const [query, cookie] of [
		[`room=r&session=${first.id}`, undefined],
		["room=r", cookieOf("r", first.id)],
		["room=r&session=", `a=b; ${cookieOf("r", first.id)}; c=d`],
		[`room=r&session=${first.id}`, cookieOf("r", "other")],
	] as const) {
		const again = await bench.arrive(query, cookie);
		expect(again.readProfile()).toEqual({
			suffix: 1,
			properties: { name: "Al", _key: 1 },
			id: first.id,
			connectionDetails: {},
			role: "user",
		});
	}
	expect((await bench.enter()).suffix).toBe(6);
});

test.each([
	["an id that nobody has", "room=r&session=7f9c24e8-3b12-4fef-91e0-56a2d5a9b3c1", null],
	["no UUID", "room=r&session=admin", null],
	["an id with a line break", "room=r&session=a%0d%0aSet-Cookie:%20x=y", null],
	["__proto__", "room=r&session=__proto__", null],
	["a cookie that nobody has", "room=r", cookieOf("r", "7f9c24e8")],
	["a cookie that is no encoding", "room=r", cookieOf("r", "%E0%A4%A")],
	["an empty cookie", "room=r", cookieOf("r", "")],
	["a cookie without a value", "room=r", cookieOf("r", "").slice(0, -1)],
	["a cookie of nothing but separators", "room=r", ";;=;=;;"],
	["a cookie with control characters", "room=r", cookieOf("r", "%00%0a%0d\u0001")],
	["a cookie without end", "room=r", `${"a=b;".repeat(2000)}${cookieOf("r", "x".repeat(8000))}`],
])("%s gets a fresh session", async (_, query, cookie) => {
	const bench = new RoomBench();
	const guest = await bench.enter(query, cookie ?? undefined);
	expect(guest.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(query).not.toContain(guest.id);
	for (const line of guest.headers) expect(line).not.toMatch(/[\r\n]/);
	expect(bench.log).toEqual([]);
});

test("a session of one room is worth nothing in another, by query and by cookie", async () => {
	const bench = new RoomBench();
	const first = await bench.enter("room=a");
	await first.ask("login", { name: "Al" });
	for (const [query, cookie] of [
		[`room=b&session=${first.id}`, undefined],
		["room=b", cookieOf("a", first.id)],
		["room=b", cookieOf("b", first.id)],
	] as const) {
		const guest = await bench.arrive(query, cookie);
		const { id, properties } = guest.readProfile();
		expect(id).not.toBe(first.id);
		expect(properties).toEqual({});
	}
});

test("ten thousand guesses find no session", async () => {
	const bench = new RoomBench();
	const known = await bench.enter();
	await known.ask("login", { secret: 1 });
	const hex = (i: number): string => createHash("md5").update(String(i)).digest("hex");
	for (let i = 0; i < 10_000; i++) {
		const guess = `${hex(i).slice(0, 8)}-${known.id.slice(9)}`;
		const guest = await bench.knock(`room=r&session=${guess}`);
		if (!(guest instanceof Guest)) throw new Error(`refused with ${guest}`);
		if (i % 100 === 0) await bench.turn();
		expect(guest.headers.join()).not.toContain(guess);
		guest.socket.terminate();
	}
});

test("with clientSessions any id goes that is one, and two sockets at once share it", async () => {
	const bench = new RoomBench({ rooms: { clientSessions: true } });
	const both = await Promise.all([
		bench.enter("room=r&session=me_1-A"),
		bench.enter("room=r&session=me_1-A"),
	]);
	expect(both.map(({ id, suffix }) => [id, suffix])).toEqual([
		["me_1-A", 1],
		["me_1-A", 1],
	]);
	expect((await bench.enter()).suffix).toBe(3);
	for (const bad of ["a b", "ä", "a:b", "x".repeat(65), "a%0d%0ab"])
		expect((await bench.enter(`room=r&session=${bad}`)).id).toMatch(/^[0-9a-f-]{36}$/);
	expect((await bench.enter(`room=r&session=${"x".repeat(64)}`)).id).toBe("x".repeat(64));
	expect((await bench.enter("room=r&session=__proto__")).id).toBe("__proto__");
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("sockets of one session see one another's login; its role stays with the socket", async () => {
	const bench = new RoomBench();
	const admin = await bench.admin();
	const other = await bench.enter(`room=r&session=${admin.id}`);
	expect((await other.ask("profile"))[0]?.data).toMatchObject({ role: "user", suffix: 1 });
	await admin.ask("login", { name: "Al" });
	expect(other.take()).toEqual([]);
	expect((await other.ask("profile"))[0]?.data).toMatchObject({ properties: { name: "Al" } });
	expect(await other.ask("config", "x")).toEqual([]);
	admin.socket.close(1000);
	await bench.turn();
	const back = await bench.enter(`room=r&session=${admin.id}`);
	expect((await back.ask("profile"))[0]?.data).toMatchObject({ role: "user" });
});

test("a login is not lost on a socket of the session that comes in while it is kept", async () => {
	const bench = new RoomBench();
	const first = await bench.enter();
	await first.ask("login", { name: "old" });
	bench.store.hold();
	const knocking = bench.knock(`room=r&session=${first.id}`);
	await bench.turn();
	first.say("login", { name: "new" });
	await bench.turn();
	first.socket.terminate();
	await bench.turn();
	bench.store.release();
	const second = await knocking;
	if (!(second instanceof Guest)) throw new Error("refused");
	await bench.turn();
	expect(second.readProfile()).toMatchObject({ id: first.id, properties: { name: "new" } });
});

test("a wrong key, an old time, and no signing key at all make no administrator", async () => {
	for (const signing of [null, "other"]) {
		const bench = new RoomBench({ rooms: { signingKey: signing } });
		const guest = await bench.admin();
		expect(guest.take()).toEqual([]);
		expect(await guest.ask("config", "x")).toEqual([]);
		expect((await guest.ask("profile"))[0]?.data).toMatchObject({ role: "user" });
	}
	const bench = new RoomBench();
	const guest = await bench.enter();
	const key = createHash("sha256").update("rNaNdeadbeef").digest("hex");
	for (const ts of ["NaN", "abc", {}, "Infinity"])
		expect(await guest.ask("authenticate", { ts, key })).toEqual([]);
	for (const ts of [null, true, "", 0, bench.clock.wallTime() - 301_000])
		expect(await guest.ask("authenticate", { ts, key })).toEqual([
			{ data: expect.stringContaining("Wrong timestamp."), type: "error" },
		]);
	expect((await guest.ask("profile"))[0]?.data).toMatchObject({ role: "user" });
});
