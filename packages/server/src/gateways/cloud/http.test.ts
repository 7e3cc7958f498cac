import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { type TestServer, testServer } from "../../testing/test-server.js";
import { upgrade } from "../rooms/testing/live-room.js";
import { version } from "./pages.js";
import { type Answer, ask } from "./testing/ask.js";
import { LiveLamp } from "./testing/live-lamp.js";

const json = { "content-type": "application/json" };

const ownPort = { dedicated: new Map([["cloud", 0]] as const) };

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
	ask(url, {
		method: "POST",
		headers: { ...json, ...headers },
		body: typeof body === "string" ? body : JSON.stringify(body),
	});

const shown = async (server: TestServer): Promise<unknown> =>
	(await server.call("GET", "/cloud")).body;

test("the version that is told is the package's", () => {
	const manifest = new URL("../../../package.json", import.meta.url);
	expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({ version });
});

test("the endpoint asked without an upgrade is 426, and says what it wants", async () => {
	const server = await testServer();
	for (const method of ["GET", "POST", "DELETE"]) {
		const { status, headers } = await ask(`${server.url}/cloud`, { method });
		expect([status, headers.upgrade]).toEqual([426, "websocket"]);
	}
});

test("a handshake grants no subprotocol and no extension, whatever the origin", async () => {
	const { endpoints } = await testServer();
	const { status, headers } = await upgrade(endpoints.cloud, {
		origin: "https://evil.example",
		"sec-websocket-protocol": "cloud, lamp",
		"sec-websocket-extensions": "permessage-deflate; client_max_window_bits",
	});
	expect(status).toBe(101);
	for (const name of ["sec-websocket-protocol", "sec-websocket-extensions", "set-cookie"])
		expect(headers[name]).toBeUndefined();
});

test("on a port of its own every path upgrades, and the origin's pages answer", async () => {
	const server = await testServer({}, ownPort);
	const url = server.dedicated.cloud ?? "";
	for (const path of ["", "cloud", "any/path?x=1", "config", "socket/websocket"])
		await LiveLamp.known(url + path);
	expect((await ask(url)).status).toBe(426);
	expect((await ask(`${url}cloud`)).status).toBe(426);
	expect((await ask(`${url}info`)).status).toBe(200);
	expect((await ask(`${url}config`)).status).toBe(200);
	expect(await post(`${url}config`, { mode: 0 })).toMatchObject({ status: 200, body: "OK" });
	for (const path of ["nope", "webinterface.html", "healthz", "metrics", "api/v0/cloud", "cloud/"])
		expect(await ask(url + path)).toMatchObject({ status: 400, body: "404 Not Found" });
	expect((await ask(`${url}nope`, { method: "POST" })).status).toBe(400);
});

test("info tells the version and the host", async () => {
	const server = await testServer();
	const answer = await ask(`${server.url}/info`);
	expect(answer).toMatchObject({ status: 200, body: `cloud-cloud:${version}@${hostname()}` });
	expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
});

test("the origin's page reads and sets what the lamps show", async () => {
	const server = await testServer();
	const lamp = await LiveLamp.known(server.endpoints.cloud);
	const config = async (): Promise<unknown> => JSON.parse((await ask(`${server.url}/config`)).body);
	const weather = { weather: 3, intensity: 9 };
	const white = { color: "255,255,255", pulse: 0 };
	expect(await config()).toEqual({ mode: "off", weather, manual: white });
	const steps: readonly (readonly [body: object, packet: string, config: object])[] = [
		[{ mode: 1 }, "[cc:1:3:9]", { mode: "weather", weather, manual: white }],
		[
			{ mode: 2, color: "1,2,3", pulse: 4, weather: 5, intensity: 6 },
			"[cc:2:1,2,3:4]",
			{ mode: "manual", weather, manual: { color: "1,2,3", pulse: 4 } },
		],
		[{ mode: 0 }, "[cc:0:?:?]", { mode: "off", weather, manual: { color: "1,2,3", pulse: 4 } }],
		[
			{ mode: 2 },
			"[cc:2:1,2,3:4]",
			{ mode: "manual", weather, manual: { color: "1,2,3", pulse: 4 } },
		],
	];
	for (const [body, packet, after] of steps) {
		expect(await post(`${server.url}/config`, body)).toMatchObject({ status: 200, body: "OK" });
		expect(await lamp.take(1)).toEqual([packet]);
		expect(await config()).toEqual(after);
	}
});

test.each([
	["no JSON", "{", /not JSON/],
	["nothing", "", /not JSON/],
	["no object", "[]", /object/],
	["null", "null", /object/],
	["no mode", "{}", /^mode/],
	["a mode in words", '{"mode":"1"}', /^mode/],
	["an unknown mode", '{"mode":3}', /^mode/],
	["a mode of null", '{"mode":null}', /^mode/],
	["a mode in __proto__", '{"__proto__":{"mode":0}}', /^mode/],
	["a colour of two", '{"mode":2,"color":"1,2"}', /^color/],
	["a colour of four", '{"mode":2,"color":"1,2,3,4"}', /^color/],
	["a colour too bright", '{"mode":2,"color":"1,2,256"}', /^color/],
	["a colour below nothing", '{"mode":2,"color":"1,2,-1"}', /^color/],
	["a colour with a fraction", '{"mode":2,"color":"1,2,1.5"}', /^color/],
	["a colour in words", '{"mode":2,"color":"red"}', /^color/],
	["a colour that closes its packet", '{"mode":2,"color":"1,2,3:0][cc:r:?"}', /^color/],
	["a pulse too strong", '{"mode":2,"color":"1,2,3","pulse":10}', /^pulse/],
	["a pulse below nothing", '{"mode":2,"color":"1,2,3","pulse":-1}', /^pulse/],
	["a pulse with a fraction", '{"mode":2,"color":"1,2,3","pulse":1.5}', /^pulse/],
	["a deep nest", `{"mode":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, /^mode/],
])("POST /config refuses %s with the reason, and nothing changes", async (_, body, reason) => {
	const server = await testServer();
	await server.call("PUT", "/cloud", { mode: "color", color: [9, 9, 9], pulse: 1 });
	const answer = await post(`${server.url}/config`, body);
	expect(answer.status).toBe(400);
	expect(answer.body).toMatch(reason);
	expect(await shown(server)).toEqual({ mode: "color", color: [9, 9, 9], pulse: 1 });
});

test("POST /config takes no more than 64 KiB, and no bytes that are no UTF-8", async () => {
	const server = await testServer();
	const large = `{"mode":0,"x":"${"x".repeat(70_000)}"}`;
	expect((await post(`${server.url}/config`, large)).status).toBe(413);
	const response = await fetch(`${server.url}/config`, {
		method: "POST",
		headers: json,
		body: Buffer.from([0x7b, 0xff, 0x7d]),
	});
	expect(response.status).toBe(400);
});

test("POST /config is for those who may use the control API", async () => {
	const server = await testServer({}, ownPort);
	for (const base of [server.url, (server.dedicated.cloud ?? "").replace(/\/$/, "")]) {
		const url = `${base}/config`;
		const form = { "content-type": "application/x-www-form-urlencoded" };
		expect((await post(url, { mode: 1 }, form)).status).toBe(415);
		expect((await post(url, { mode: 1 }, { origin: "http://evil.example" })).status).toBe(403);
		expect((await post(url, { mode: 1 }, { origin: "null" })).status).toBe(403);
		expect((await post(url, { mode: 1 }, { host: "evil.example" })).status).toBe(403);
		expect(await shown(server)).toEqual({ mode: "off" });
		const own = await post(url, { mode: 0 }, { origin: "http://localhost:6660" });
		expect(own.status).toBe(200);
		expect(Object.keys(own.headers).filter((name) => name.startsWith("access-control"))).toEqual(
			[],
		);
	}
});

test("with admin.token a write needs it, and reading does not", async () => {
	const server = await testServer({ admin: { token: "open sesame" } });
	const url = `${server.url}/config`;
	expect((await post(url, { mode: 1 })).status).toBe(401);
	expect((await post(url, { mode: 1 }, { authorization: "Bearer nope" })).status).toBe(401);
	expect((await post(url, { mode: 1 }, { authorization: "Bearer open sesame" })).status).toBe(200);
	expect(JSON.parse((await ask(url)).body)).toMatchObject({ mode: "weather" });
	expect((await ask(`${server.url}/info`)).status).toBe(200);
	expect((await ask(`${server.url}/api/v0/cloud`)).status).toBe(401);
});

test("other methods of a page are 405 and say which there are; HEAD is a GET without its body", async () => {
	const server = await testServer();
	const put = await ask(`${server.url}/config`, { method: "PUT" });
	expect([put.status, put.headers.allow]).toEqual([405, "GET, POST"]);
	expect((await post(`${server.url}/info`, {})).headers.allow).toBe("GET");
	expect(await ask(`${server.url}/config`, { method: "HEAD" })).toMatchObject({
		status: 200,
		body: "",
	});
});

test.each([
	["no object", []],
	["a text", "off"],
	["no mode", {}],
	["an unknown mode", { mode: "manual" }],
	["a mode in numbers", { mode: 0 }],
	["a key more", { mode: "off", weather: 1 }],
	["weather without intensity", { mode: "weather", weather: 1 }],
	["intensity without weather", { mode: "weather", intensity: 1 }],
	["weather 0", { mode: "weather", weather: 0, intensity: 1 }],
	["weather 10", { mode: "weather", weather: 10, intensity: 1 }],
	["weather 2.5", { mode: "weather", weather: 2.5, intensity: 1 }],
	["weather in words", { mode: "weather", weather: "1", intensity: 1 }],
	["intensity -1", { mode: "weather", weather: 1, intensity: -1 }],
	["intensity 11", { mode: "weather", weather: 1, intensity: 11 }],
	["intensity null", { mode: "weather", weather: 1, intensity: null }],
	["no colour", { mode: "color" }],
	["a colour of two", { mode: "color", color: [1, 2] }],
	["a colour of four", { mode: "color", color: [1, 2, 3, 4] }],
	["a colour too bright", { mode: "color", color: [1, 2, 256] }],
	["a colour below nothing", { mode: "color", color: [1, 2, -1] }],
	["a colour with a fraction", { mode: "color", color: [1, 2, 1.5] }],
	["a colour in a text", { mode: "color", color: "1,2,3" }],
	["pulse 10", { mode: "color", color: [1, 2, 3], pulse: 10 }],
	["pulse -1", { mode: "color", color: [1, 2, 3], pulse: -1 }],
	["pulse 1.5", { mode: "color", color: [1, 2, 3], pulse: 1.5 }],
])("PUT refuses %s with 400, and nothing changes", async (_, body) => {
	const server = await testServer();
	await server.call("PUT", "/cloud", { mode: "color", color: [9, 9, 9], pulse: 1 });
	expect(await server.call("PUT", "/cloud", body)).toEqual({
		status: 400,
		body: { error: { code: "bad_request", message: expect.stringMatching(/./) } },
	});
	expect(await shown(server)).toEqual({ mode: "color", color: [9, 9, 9], pulse: 1 });
});

test("PUT sets what a lamp on a real socket shows, and answers as GET", async () => {
	const server = await testServer();
	const lamp = await LiveLamp.known(server.endpoints.cloud);
	const show = { mode: "weather", weather: 8, intensity: 0.25 };
	expect(await server.call("PUT", "/cloud", show)).toEqual({ status: 200, body: show });
	expect(await server.call("GET", "/cloud")).toEqual({ status: 200, body: show });
	expect(await lamp.take(1)).toEqual(["[cc:1:8:0.25]"]);
	expect((await server.call("DELETE", "/cloud")).status).toBe(405);
	expect((await server.call("GET", "/cloud/1")).status).toBe(404);
});
