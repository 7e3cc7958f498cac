import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { roomProfile } from "../testing/raw-room.js";
import { RoomsClient } from "./index.js";

const servers: WebSocketServer[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

test("over a real socket: connects, logs in, counts, and goes away", async () => {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	servers.push(server);
	const urls: unknown[] = [];
	server.on("connection", (ws, request) => {
		urls.push(request.url);
		ws.send('{"type":"config","data":""}');
		ws.send(JSON.stringify({ type: "profile", data: roomProfile }));
		ws.on("message", (bytes) => {
			const { type, data } = JSON.parse(String(bytes));
			if (type === "login")
				ws.send(JSON.stringify({ type: "profile", data: { ...roomProfile, properties: data } }));
			if (type === "counter")
				ws.send('{"type":"counter","data":{"id":"a","value":0.30000000000000000001}}');
		});
	});
	await new Promise((resolve) => server.once("listening", resolve));
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	await using client = new RoomsClient({
		url: `ws://127.0.0.1:${address.port}/websocket`,
		room: "lobby",
	});
	expect((await client.connect()).suffix).toBe(1);
	expect((await client.login({ name: "Ada" })).properties).toEqual({ name: "Ada" });
	const counted = new Promise((resolve) => client.on("counter", ({ raw }) => resolve(raw)));
	client.count("a", 0.1);
	expect(await counted).toBe("0.30000000000000000001");
	expect(urls).toEqual(["/websocket?room=lobby"]);
});
