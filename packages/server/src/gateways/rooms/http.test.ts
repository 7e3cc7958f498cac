import { createHash } from "node:crypto";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { RawClient } from "../../testing/raw-client.js";
import { testServer } from "../../testing/test-server.js";
import { liveGuest, upgrade } from "./testing/live-room.js";

const roomId = (name: string): string => createHash("sha256").update(name).digest("hex");

const dedicated = { dedicated: new Map([["rooms", 0]] as const) };

async function get(url: string, path: string): Promise<{ status: number; body: string }> {
	const response = await fetch(new URL(path, url.replace("ws:", "http:")));
	return { status: response.status, body: await response.text() };
}

test("a handshake is answered with the session, as a cookie and as a header", async () => {
	const { endpoints } = await testServer();
	const { status, headers } = await upgrade(`${endpoints.rooms}?room=a%20b`);
	expect(status).toBe(101);
	const session = String(headers["x-session-id"]);
	expect(headers["set-cookie"]).toEqual([
		`${roomId("a b")}_session=${session}; SameSite=None; Secure`,
	]);
	expect(headers["x-socket-server"]).toBe("Pact Studio <workwithpact.com>");
	const cookie = `x=y; ${roomId("a b")}_session=${session}`;
	const again = await upgrade(`${endpoints.rooms}?room=a%20b`, { cookie });
	expect(again.headers["x-session-id"]).toBe(session);
	const elsewhere = await upgrade(`${endpoints.rooms}?room=other`, { cookie });
	expect(elsewhere.headers["x-session-id"]).not.toBe(session);
});

test.each(["WebSocket", "WEBSOCKET"])("Upgrade: %s goes as well", async (word) => {
	const { endpoints } = await testServer();
	expect((await upgrade(endpoints.rooms, { upgrade: word })).status).toBe(101);
});

test.each([
	["separators alone", ";;=;,=; ;"],
	["a kilobyte of percent signs", `${roomId("default")}_session=${"%".repeat(1024)}`],
	["quotes and letters beyond ASCII", `${roomId("default")}_session="\u00ff\u0080"; a="b;c"`],
	["a thousand cookies", Array.from({ length: 1000 }, (_, i) => `a${i}=`).join(";")],
	["__proto__", `__proto__=x; ${roomId("default")}_session=__proto__`],
])("a cookie header of %s gets a fresh session", async (_, cookie) => {
	const { endpoints } = await testServer();
	const { status, headers } = await upgrade(endpoints.rooms, { cookie });
	// A head of more than 8 KiB, or one that is none, is refused before anybody reads the cookie.
	if (status === 101) expect(headers["x-session-id"]).toMatch(/^[0-9a-f-]{36}$/);
	else expect([400, 431]).toContain(status);
	expect((await upgrade(endpoints.rooms)).status).toBe(101);
});

test("on a port of its own the root and the origin's paths answer, and nothing else", async () => {
	const server = await testServer({}, dedicated);
	const url = server.dedicated.rooms ?? "";
	for (const path of ["?room=r", "websocket?room=r"]) await liveGuest(`${url}${path}`);
	expect(await get(url, "/users?room=r")).toMatchObject({ status: 200 });
	expect(JSON.parse((await get(url, "/details?room=r")).body)).toMatchObject({ increment: 2 });
	expect(await get(url, "/websocket")).toEqual({ status: 400, body: "expected websocket" });
	for (const path of ["/nope", "/websocket/", "/users/", "/healthz", "/api/v0/connections"])
		expect(await get(url, path)).toEqual({
			status: 404,
			body: "Oh, the sadness! This route does not exist.",
		});
	for (const path of ["chat", "websocket/", "socket/websocket"])
		expect((await upgrade(`${url}${path}`)).status).toBe(404);
	expect((await upgrade(server.url)).status).toBe(404);
});

test("details and users tell of a room and make none", async () => {
	const clock = new VirtualClock();
	const server = await testServer(
		{ limits: { rooms: 1 }, rooms: { initialConfig: "{}" } },
		{ clock },
	);
	const empty = JSON.parse((await get(server.url, "/details?room=ghost")).body);
	expect(empty).toEqual({
		id: roomId("ghost"),
		name: "ghost",
		count: 0,
		uniqueCount: 0,
		increment: 0,
		incrementSinceRestart: 0,
		pollCount: 0,
		config: "{}",
		ephemeralPollCount: 0,
		bootupTime: 0,
		uptime: 0,
	});
	expect(JSON.parse((await get(server.url, "/users?room=ghost")).body)).toEqual({
		ts: clock.wallTime(),
		users: [],
	});
	const { client, profile } = await liveGuest(`${server.endpoints.rooms}?room=r`);
	await liveGuest(`${server.endpoints.rooms}?room=r&session=${profile.id}`);
	client.send({ type: "login", data: { name: "Al", _key: 1 } });
	client.send({ type: "poll", data: { id: 1, answer: 1 } });
	client.send({ type: "ephemeralPoll", data: { id: 1, answer: 1 } });
	client.send({ type: "profile" });
	await client.take(2);
	expect(JSON.parse((await get(server.url, "/details?room=r")).body)).toEqual({
		...empty,
		id: roomId("r"),
		name: "r",
		count: 2,
		uniqueCount: 1,
		increment: 2,
		incrementSinceRestart: 2,
		pollCount: 1,
		ephemeralPollCount: 1,
		bootupTime: clock.wallTime(),
	});
	const { body } = await get(server.url, "/users?room=r");
	expect(JSON.parse(body)).toEqual({
		ts: clock.wallTime(),
		users: Array(2).fill({
			suffix: 1,
			properties: { name: "Al" },
			lastCommunication: clock.wallTime(),
		}),
	});
	expect(body).not.toContain(profile.id);
	expect((await upgrade(`${server.endpoints.rooms}?room=ghost`)).status).toBe(503);
});

test("pages are read-only", async () => {
	const server = await testServer();
	for (const path of ["/users", "/details"]) {
		const response = await fetch(server.url + path, { method: "POST", body: "x" });
		expect(response.status).toBe(405);
		expect((await fetch(server.url + path, { method: "HEAD" })).status).toBe(200);
	}
});

test("a message of maxPayloadBytes is taken, and one byte more closes with 1009", async () => {
	const { endpoints } = await testServer({ rooms: { maxPayloadBytes: 1000 } });
	const { client } = await liveGuest(endpoints.rooms);
	const { client: other } = await liveGuest(endpoints.rooms);
	const overhead = JSON.stringify({ type: "chat", data: "" }).length;
	client.send({ type: "subscribe", data: "chat" });
	client.send({ type: "chat", data: "x".repeat(1000 - overhead) });
	expect(await client.next()).toMatchObject({ type: "chat" });
	client.send({ type: "chat", data: "x".repeat(1001 - overhead) });
	expect(await client.closed()).toMatchObject({ code: 1009 });
	other.send({ type: "profile" });
	expect(await other.next()).toMatchObject({ type: "profile" });
});

test("a close message closes without a code, and a restart closes with 1012", async () => {
	const server = await testServer();
	const [a, b] = [await liveGuest(server.endpoints.rooms), await liveGuest(server.endpoints.rooms)];
	a.client.send({ type: "close" });
	expect(await a.client.closed()).toMatchObject({ code: 1005 });
	const closing = server.close();
	expect(await b.client.closed()).toMatchObject({ code: 1012 });
	await closing;
	await expect(RawClient.open(server.endpoints.rooms)).rejects.toThrow();
});
