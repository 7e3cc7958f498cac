import { once } from "node:events";
import { deflateSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { PuffClient, type PuffClientOptions } from "./index.js";
import { inflate as inBrowsers } from "./inflate-browser.js";

const servers: WebSocketServer[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

interface Gateway {
	readonly url: string;
	readonly urls: (string | undefined)[];
	readonly heard: string[];
	/** Sends to the newest connection, packed where it asked for that. */
	send(frame: string | Uint8Array): void;
	cut(): void;
}

async function gateway(): Promise<Gateway> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	servers.push(server);
	const urls: (string | undefined)[] = [];
	const heard: string[] = [];
	let newest: WebSocket | null = null;
	const send = (frame: string | Uint8Array): void => {
		const isPacked = urls.at(-1)?.includes("compression=zlib") && typeof frame === "string";
		newest?.send(isPacked ? deflateSync(frame) : frame);
	};
	server.on("connection", (ws, request) => {
		newest = ws;
		urls.push(request.url);
		const sessionId = `s${urls.length}`;
		send(`{"op":0,"d":{"session_id":"${sessionId}","heartbeat_interval":25000}}`);
		ws.on("message", (data) => {
			const text = String(data);
			heard.push(text);
			const { op, d } = JSON.parse(text);
			if (op === 2) send('{"op":3,"t":"GROUP_CREATE","d":{"group_id":"ab12cd","name":"Tuesday"}}');
			if (op === 1)
				send(
					`{"op":3,"t":"JOINED_GROUP","d":{"group_id":"${d.group_id}","name":"Tuesday","visibility":"private","state":"chilling","members":[]}}`,
				);
		});
	});
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	const url = `ws://127.0.0.1:${address.port}/socket`;
	return { url, urls, heard, send, cut: () => newest?.terminate() };
}

test.each<[string, Partial<PuffClientOptions>]>([
	["plain", {}],
	["packed", { compression: "zlib" }],
	[
		"packed, by a WHATWG WebSocket and a browser's streams",
		{
			compression: "zlib",
			WebSocket,
			inflate: inBrowsers,
		},
	],
])("over a real socket, %s: creates, joins, tells, hears, and comes back", async (_, options) => {
	const server = await gateway();
	await using puff = new PuffClient({
		url: server.url,
		name: "Ada",
		backoffSteps: [5],
		...options,
	});
	await puff.connect();
	const { groupId } = await puff.createGroup("Tuesday");
	const group = await puff.joinGroup(groupId);
	puff.sendDeviceState({ state: 5, temperature: 24 });
	const inquiry = new Promise((resolve) => puff.on("inquiry", resolve));
	server.send('{"op":3,"t":"GROUP_HEAT_INQUIRY","d":{"session_id":"b"}}');
	expect(await inquiry).toEqual({ sessionId: "b", isSelf: false });
	await vi.waitFor(() => expect(server.heard).toHaveLength(4), 10_000);
	const joined = new Promise((resolve) => puff.on("joined", resolve));
	server.cut();
	expect(await joined).not.toBe(group);
	await vi.waitFor(() => expect(server.heard).toHaveLength(7), 10_000);
	const user = '{"op":6,"d":{"name":"Ada"}}';
	const join = '{"op":1,"d":{"group_id":"ab12cd"}}';
	const device = '{"op":4,"d":{"state":5,"temperature":24}}';
	const create = '{"op":2,"d":{"name":"Tuesday"}}';
	expect(server.heard).toEqual([user, create, join, device, user, join, device]);
	const query = `/socket?encoding=json&compression=${options.compression ?? "none"}`;
	expect(server.urls).toEqual([query, query]);
});

test("a bomb ends the connection, and the client comes back", async () => {
	const server = await gateway();
	const problems: string[] = [];
	await using puff = new PuffClient({
		url: server.url,
		compression: "zlib",
		backoffSteps: [5],
		closeTimeoutMs: 100,
	});
	puff.on("problem", ({ code }) => problems.push(code));
	await puff.connect();
	const again = new Promise((resolve) => puff.on("hello", resolve));
	server.send(new Uint8Array(deflateSync(new Uint8Array(64 * 1024 * 1024))));
	expect(await again).toMatchObject({ sessionId: "s2" });
	expect(problems).toEqual(["too-big"]);
});

test("a connection that is refused says how to mend it", async () => {
	const { url } = await gateway();
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
	await using puff = new PuffClient({ url, maxRetries: 0 });
	const problems: string[] = [];
	puff.on("problem", ({ message }) => problems.push(message));
	await expect(puff.connect()).rejects.toMatchObject({ code: "gave-up" });
	expect(problems[0]).toMatch(/^cannot reach ws:.*; start a puff gateway with "gw-sim serve"/);
});
