import { expect, test } from "vitest";
import type { RawClient } from "../../testing/raw-client.js";
import { type TestServer, testServer } from "../../testing/test-server.js";

const user = { id: 1, email: "owner@gw-sim.local" };
const request = { lock: "x", name: "Key ring", type: "tag" };
const payload = { user, name: "Key ring", type: "tag", lock: "x" };
const ok = (response: unknown = {}) => ({ status: "ok", response });
const refused = (reason: string) => ({ status: "error", response: { reason } });

async function joined(server: TestServer, serial = "x", query?: string): Promise<RawClient> {
	const client = await server.lock(query);
	client.send(["1", "1", `lock:${serial}`, "phx_join", {}]);
	await client.next();
	return client;
}

const complete = (client: RawClient, ref: string, body: unknown) =>
	client.send(["1", ref, "lock:x", "pair:complete", body]);

test("a pair request reaches every socket of the lock, and no other, in its own version", async () => {
	const server = await testServer();
	const [a, b, other] = [await joined(server), await joined(server), await joined(server, "y")];
	const v1 = await server.lock("name=v1");
	v1.send({ topic: "lock:x", event: "phx_join", payload: {}, ref: "1" });
	await v1.next();
	expect(await server.call("POST", "/devices/pair", request)).toEqual({
		status: 200,
		body: { lock: "x", user, status: "pairing", delivered: 3 },
	});
	for (const client of [a, b])
		expect(await client.next()).toEqual([null, null, "lock:x", "mode:pair", payload]);
	expect(await v1.next()).toEqual({ topic: "lock:x", event: "mode:pair", ref: null, payload });
	expect(await other.drain()).toEqual([]);
});

test("for a lock that is off line it is answered and forgotten", async () => {
	const server = await testServer();
	expect((await server.call("POST", "/devices/pair", request)).body).toMatchObject({
		delivered: 0,
	});
	const client = await joined(server);
	complete(client, "2", { ...payload, serial: "04A1B2C3" });
	expect(await client.drain()).toEqual([
		["1", "2", "lock:x", "phx_reply", refused("unknown pair")],
	]);
});

test("a completed pair is listed once and cannot be completed again", async () => {
	const server = await testServer();
	const client = await joined(server);
	await server.call("POST", "/devices/pair", request);
	await client.next();
	complete(client, "2", { ...payload, serial: "04A1B2C3" });
	complete(client, "3", { ...payload, serial: "04A1B2C3" });
	expect(await client.take(2)).toEqual([
		["1", "2", "lock:x", "phx_reply", ok()],
		["1", "3", "lock:x", "phx_reply", refused("unknown pair")],
	]);
	expect((await server.call("GET", "/devices")).body).toEqual({
		data: [{ serial: "04A1B2C3", name: "Key ring", type: "tag", user, lock: "x" }],
	});
});

test("a second pair request replaces the first", async () => {
	const server = await testServer();
	const client = await joined(server);
	await server.call("POST", "/devices/pair", request);
	await server.call("POST", "/devices/pair", { ...request, name: "Phone", type: "mobile_phone" });
	await client.take(2);
	complete(client, "2", { ...payload, serial: "AA" });
	complete(client, "3", { ...payload, name: "Phone", type: "mobile_phone", serial: "AA" });
	expect(await client.take(2)).toEqual([
		["1", "2", "lock:x", "phx_reply", refused("unknown pair")],
		["1", "3", "lock:x", "phx_reply", ok()],
	]);
});

test.each([
	null,
	5,
	[],
	{},
	{ serial: 5 },
	{ ...payload },
	{ ...payload, serial: "" },
	{ serial: "AA" },
	{ serial: "AA", user: {} },
])("%j is invalid pair data, and the channel lives on", async (body) => {
	const server = await testServer();
	const client = await joined(server);
	await server.call("POST", "/devices/pair", request);
	await client.next();
	complete(client, "2", body);
	complete(client, "3", { ...payload, serial: "AA" });
	expect(await client.take(2)).toEqual([
		["1", "2", "lock:x", "phx_reply", refused("invalid pair data")],
		["1", "3", "lock:x", "phx_reply", ok()],
	]);
});

test("access is granted for an item of this very lock, to its owner", async () => {
	const server = await testServer();
	const [client, other] = [await joined(server), await joined(server, "y")];
	await server.call("POST", "/devices/pair", request);
	await client.next();
	complete(client, "2", { ...payload, serial: "04A1B2C3" });
	await client.next();
	const { body } = await server.call("GET", "/locks");
	const locks = (body as { data: { serial: string; uuid: string }[] }).data;
	const uuid = (serial: string) => locks.find((lock) => lock.serial === serial)?.uuid;
	const denied = ok({ user: null, access: false });
	const ask = async (from: RawClient, serial: string, question: unknown) => {
		from.send(["1", "9", `lock:${serial}`, "access:request", question]);
		return ((await from.next()) as unknown[])[4];
	};
	expect(await ask(client, "x", { uuid: uuid("x"), device: "04A1B2C3" })).toEqual(
		ok({ user, access: true }),
	);
	expect(await ask(client, "x", { uuid: uuid("x"), device: "FFFF" })).toEqual(denied);
	expect(await ask(client, "x", { uuid: uuid("y"), device: "04A1B2C3" })).toEqual(denied);
	expect(await ask(other, "y", { uuid: uuid("y"), device: "04A1B2C3" })).toEqual(denied);
	for (const nonsense of [null, {}, 5, { uuid: 1, device: [] }, { device: "04A1B2C3" }])
		expect(await ask(client, "x", nonsense)).toEqual(denied);
});

test("a display gets what the lock that it follows tells, on its own topic", async () => {
	const server = await testServer();
	await joined(server, "screen");
	const { body } = await server.call("GET", "/locks");
	const [{ uuid }] = (body as { data: [{ uuid: string }] }).data;
	await server.call("PUT", `/locks/${uuid}`, {
		feature_flags: ["display"],
		config: { display: { master: "door" } },
	});
	const screen = await joined(server, "screen");
	const door = await joined(server, "door", "name=Front%20door&vsn=2.0.0");
	door.send(["1", "2", "lock:door", "event", { access: false }]);
	expect(await door.next()).toEqual(["1", "2", "lock:door", "phx_reply", ok()]);
	expect(await screen.next()).toEqual([
		"1",
		null,
		"lock:screen",
		"event",
		{ from: "Front door", message: { access: false } },
	]);
});

test("an administrator's change is learned at the next reset, not before", async () => {
	const server = await testServer();
	const client = await joined(server);
	const { body } = await server.call("GET", "/locks");
	const [state] = (body as { data: [{ uuid: string }] }).data;
	const changed = { ...state, name: "Door", mode: 1, config: { a: [1] } };
	expect(
		await server.call("PUT", `/locks/${state.uuid}`, { name: "Door", mode: 1, config: { a: [1] } }),
	).toEqual({ status: 200, body: { data: changed } });
	expect(await server.call("GET", `/locks/${state.uuid}`)).toEqual({
		status: 200,
		body: { data: changed },
	});
	expect(await client.drain()).toEqual([]);
	client.send(["1", "2", "lock:x", "reset", {}]);
	expect(await client.next()).toEqual(["1", "2", "lock:x", "phx_reply", ok(changed)]);
});

test("a serial called __proto__ is a lock like any other", async () => {
	const server = await testServer();
	const client = await joined(server, "__proto__");
	await server.call("POST", "/devices/pair", { ...request, lock: "__proto__" });
	expect(await client.next()).toMatchObject([
		null,
		null,
		"lock:__proto__",
		"mode:pair",
		{ lock: "__proto__" },
	]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
