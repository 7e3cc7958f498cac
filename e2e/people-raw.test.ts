import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { gwSim } from "./support/process.js";

/** Somebody else's gateway: whatever the test makes of each connection. */
async function rawGateway(connected: (socket: WebSocket, count: number) => void): Promise<string> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	onTestFinished(() => {
		for (const client of server.clients) client.terminate();
		server.close();
	});
	let count = 0;
	server.on("connection", (socket) => connected(socket, ++count));
	if (server.address() === null) await once(server, "listening");
	return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

// Its signature is nobody's business but the gateway's.
const payload = Buffer.from('{"type":"user","id":6982582592583503353}').toString("base64url");
const token = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${payload}.c2lnbmF0dXJl`;
const user = '{"id":6982582592583503354,"name":"zer0","uuid":"beef","admin":false,"bio":""}';

test("a chat device holds its own against a gateway that talks nonsense, falls silent, and comes back", async () => {
	const presented: string[] = [];
	const url = await rawGateway((socket, count) => {
		socket.send('{"f":100,"cnf":{"hb_int":300}}');
		socket.on("message", (data) => {
			const text = String(data);
			if (text.includes('"f":120')) {
				// The first connection dies half-way: nothing comes any more, and nothing is closed.
				if (count > 1) socket.send('{"f":120}');
				return;
			}
			presented.push(text);
			socket.send(
				`{"f":140,"cnf":{"v":6,"session_id":4711,"enc_key":""${count > 1 ? ',"resumed":true' : ""}}}`,
			);
			for (const nonsense of ["", "nope", "[]", '{"f":999}', '{"f":130,"e":"NEWS","cnf":{"x":1}}'])
				socket.send(nonsense);
			socket.send(Buffer.from([0xff, 0x00]));
			const said = `{"user":${user},"content":"hi \\u001b[2J","messageID":9007199254740993}`;
			socket.send(`{"f":130,"e":"MESSAGE_CREATE","s":${count},"cnf":${said}}`);
		});
	});
	const chat = gwSim(["chat", "--json", "--url", url, "--token", token]);
	await chat.state({ link: "online", user: "6982582592583503353" });
	const heard = await chat.event({ type: "MESSAGE_CREATE" });
	expect(heard.data).toMatchObject({
		content: "hi \u001b[2J",
		messageID: "9007199254740993",
		user: { id: "6982582592583503354" },
	});
	await chat.event({ type: "NEWS", data: { x: 1 } });
	const from = chat.lines.length;
	await chat.event({ event: "error", code: "heartbeat-timeout" });
	await chat.state({ link: "online" }, from);
	expect(JSON.parse(presented[1] ?? "")).toMatchObject({ f: 110, cnf: { session_id: 4711, s: 1 } });
	for (const line of chat.lines) expect(line).toMatch(/^[\x20-\x7e]*$/);
	expect(chat.lines.join("")).not.toContain(token);
	chat.send({ cmd: "stop" });
	expect(await chat.exit()).toEqual({ code: 0, signal: null });
}, 30_000);

test("a chat device that the gateway closes with 1008 ends with 1, and with anything else comes back", async () => {
	const url = await rawGateway((socket, count) => {
		socket.send('{"f":100,"cnf":{"hb_int":20000}}');
		socket.on("message", () => socket.close(count === 1 ? 1011 : 1008));
	});
	const chat = gwSim(["chat", "--json", "--url", url, "--token", token]);
	expect(await chat.exit()).toEqual({ code: 1, signal: null });
	await chat.event({ event: "error", code: "closed" });
	await chat.event({ event: "error", code: "refused" });
}, 20_000);

test("a room device listens again on each connection, and takes nonsense for what it is", async () => {
	const heard: string[][] = [];
	const url = await rawGateway((socket, count) => {
		const mine: string[] = [];
		heard.push(mine);
		socket.on("message", (data) => mine.push(String(data)));
		const profile = {
			suffix: count,
			properties: {},
			id: "s-1",
			connectionDetails: {},
			role: "user",
		};
		socket.send(JSON.stringify({ type: "config", data: "blue" }));
		socket.send(JSON.stringify({ type: "profile", data: profile }));
		for (const nonsense of ["", "{}", "[1]", '{"type":7}', '{"type":"chat","data":4}'])
			socket.send(nonsense);
		socket.send('{"type":"counter","data":{"id":"t","value":2.6099999999999994}}');
		if (count === 1) socket.on("message", () => socket.terminate());
	});
	const room = gwSim([
		"room",
		"--json",
		"--url",
		url,
		"--room",
		"den",
		"--subscribe",
		"chat",
		"counter:t",
	]);
	await room.event({ type: "config", data: "blue" });
	await room.event({ type: "counter", data: { id: "t", raw: "2.6099999999999994" } });
	await room.state({ link: "online", suffix: 2 });
	room.send({ cmd: "say", data: "done" });
	room.send({ cmd: "stop" });
	expect(await room.exit()).toEqual({ code: 0, signal: null });
	expect(heard[1]?.slice(0, 2).map((text) => (JSON.parse(text) as { data: string }).data)).toEqual([
		"chat",
		"counter:t",
	]);
	expect(room.lines.join("")).not.toContain("s-1");
}, 20_000);
