import { once } from "node:events";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import { clientFrame, TcpClient, textFrame, upgradeRequest } from "../../testing/tcp-client.js";
import { type TestServer, testServer } from "../../testing/test-server.js";
import { LiveLamp } from "./testing/live-lamp.js";

const secret = "cloud-my-butt";
const open = 'gw_sim_connections{protocol="cloud"}';
const text = 0x81;
const continuation = 0x80;
const ping = 0x89;
const pong = 0x8a;

/** A raw TCP connection that the server has upgraded. */
async function upgraded(server: TestServer): Promise<TcpClient> {
	const client = await TcpClient.connect(server.url);
	client.tcp.write(upgradeRequest().replace("/socket/websocket", "/cloud"));
	if ((await client.answer()) !== 101) throw new Error(`HTTP ${client.status}`);
	return client;
}

/** Opcode and payload of each frame that has come. */
const seen = ({ frames }: TcpClient): string[] =>
	frames.map(({ opcode, payload }) => `${opcode} ${payload.toString("latin1")}`);

test("ok and the packet are two unmasked frames, which leave together", async () => {
	const server = await testServer();
	const client = await upgraded(server);
	const chunks: Buffer[] = [];
	client.tcp.on("data", (chunk: Buffer) => chunks.push(chunk));
	await client.write(textFrame(secret));
	await client.until(() => client.frames.length === 2);
	expect(Buffer.concat(chunks)).toEqual(
		Buffer.concat([
			Buffer.from([text, 2]),
			Buffer.from("ok"),
			Buffer.from([text, 10]),
			Buffer.from("[cc:0:?:?]"),
		]),
	);
	expect(chunks).toHaveLength(1);
});

test("WebSocket pings are answered with the same bytes, before ok and after it", async () => {
	const server = await testServer();
	const client = await upgraded(server);
	const cookies = ["", "cookie", "\u0000\u00ff\u0080", "x".repeat(125)];
	const bytes = cookies.map((cookie) => Buffer.from(cookie, "latin1"));
	await client.write(...bytes.map((cookie) => clientFrame(ping, cookie)));
	await client.until(() => client.frames.length === 4);
	await client.write(textFrame(secret), clientFrame(pong, "unasked"));
	await client.until(() => client.frames.length === 6);
	await client.write(...bytes.map((cookie) => clientFrame(ping, cookie)));
	await client.until(() => client.frames.length === 10);
	const answers = cookies.map((cookie) => `10 ${cookie}`);
	expect(seen(client)).toEqual([...answers, "1 ok", "1 [cc:0:?:?]", ...answers]);
});

test("a wrong secret is one close frame with 1008 and nothing else", async () => {
	const server = await testServer();
	const client = await upgraded(server);
	await client.write(textFrame("guess"), textFrame(secret), textFrame("ping"));
	expect(await client.closed()).toBe(1008);
	expect(seen(client)).toEqual(["8 \u0003\u00f0"]);
});

test("a secret in fragments, sliced into single bytes, is the secret", async () => {
	const server = await testServer();
	const client = await upgraded(server);
	const bytes = Buffer.concat([
		clientFrame(0x01, "cloud"),
		clientFrame(0x00, "-my-"),
		clientFrame(continuation, "butt"),
	]);
	for (const byte of bytes) await client.write(Buffer.from([byte]));
	await client.until(() => client.frames.length === 2);
	expect(seen(client)[0]).toBe("1 ok");
});

test.each([
	["text that is no UTF-8", clientFrame(text, Buffer.from([0xff, 0xfe])), 1007],
	["a reserved opcode", clientFrame(0x83, "x"), 1002],
	["a message that is too large", clientFrame(text, "x".repeat(1001)), 1009],
	["a fragment of nothing", clientFrame(continuation, "x"), 1002],
])("%s closes its sender, before ok and after it, and nobody else", async (_, bytes, code) => {
	const server = await testServer({ cloud: { maxPayloadBytes: 1000 } });
	const other = await LiveLamp.known(server.endpoints.cloud);
	for (const isKnown of [false, true]) {
		const client = await upgraded(server);
		if (isKnown) {
			await client.write(textFrame(secret));
			await client.until(() => client.frames.length === 2);
		}
		await client.write(bytes);
		expect(await client.closed()).toBe(code);
	}
	other.ws.send("ping");
	expect(await other.take(1)).toEqual(["pong"]);
});

test("a message of maxPayloadBytes is taken", async () => {
	const server = await testServer({ cloud: { maxPayloadBytes: 1000 } });
	const lamp = await LiveLamp.known(server.endpoints.cloud);
	lamp.ws.send("x".repeat(1000));
	lamp.ws.send("ping");
	expect(await lamp.take(1)).toEqual(["pong"]);
});

test.each(["reset", "end", "destroy"] as const)(
	"a lamp whose TCP connection goes by %s leaves the others alone",
	async (how) => {
		const server = await testServer();
		const stay = await LiveLamp.known(server.endpoints.cloud);
		const clients = await Promise.all(Array.from({ length: 20 }, () => upgraded(server)));
		for (const [i, client] of clients.entries())
			if (i % 2 === 0) await client.write(textFrame(secret));
		for (const client of clients) {
			if (how === "reset") client.reset();
			else client.tcp[how]();
		}
		await server.call("PUT", "/cloud", { mode: "color", color: [1, 2, 3] });
		expect(await stay.take(1)).toEqual(["[cc:2:1,2,3:0]"]);
		await vi.waitFor(async () => expect(await server.metric(open)).toBe(1), { timeout: 5000 });
	},
);

test("a lamp that closes, with a code or without, is answered and gone", async () => {
	const server = await testServer();
	for (const payload of [Buffer.alloc(0), Buffer.from([0x03, 0xe8])]) {
		const client = await upgraded(server);
		await client.write(textFrame(secret), clientFrame(0x88, payload));
		await client.closed();
		expect(client.frames.at(-1)).toMatchObject({ opcode: 8, payload });
	}
	await vi.waitFor(async () => expect(await server.metric(open)).toBe(0), 10_000);
});

test("a thousand that say nothing are all closed with 1008 when their time is up", async () => {
	const clock = new VirtualClock();
	const server = await testServer({}, { clock });
	const lamp = await LiveLamp.known(server.endpoints.cloud);
	const silent = await Promise.all(Array.from({ length: 1000 }, () => upgraded(server)));
	await clock.advance(10_000);
	const codes = await Promise.all(silent.map((client) => client.closed()));
	expect(new Set(codes)).toEqual(new Set([1008]));
	await vi.waitFor(async () => expect(await server.metric(open)).toBe(1), { timeout: 5000 });
	expect(lamp.code).toBeNull();
});

test("a peer that never answers the server's pings is cut, one that does stays", async () => {
	const clock = new VirtualClock();
	const server = await testServer({ cloud: { repeatMs: 0 } }, { clock });
	const alive = await LiveLamp.known(server.endpoints.cloud);
	// It reads, but a raw connection answers nothing by itself.
	const dead = await upgraded(server);
	await dead.write(textFrame(secret));
	await dead.until(() => dead.frames.length === 2);
	for (let i = 1; i <= 3; i++) {
		const heard = once(alive.ws, "ping");
		await clock.advance(30_000);
		await heard;
		// Its answer to this comes after its pong, which has to be there before the clock goes on.
		alive.ws.send("ping");
		await alive.take(1);
	}
	expect(await dead.closed()).toBe(1006);
	expect(seen(dead)).toEqual(["1 ok", "1 [cc:0:?:?]", "9 ", "9 "]);
	expect(alive.code).toBeNull();
});

test("maxConnections counts lamps: one more is 503, and pages are served all the same", async () => {
	const server = await testServer({ limits: { maxConnections: 2 } });
	for (let i = 0; i < 2; i++) await LiveLamp.known(server.endpoints.cloud);
	await expect(upgraded(server)).rejects.toThrow("HTTP 503");
	expect((await fetch(`${server.url}/config`)).status).toBe(200);
	expect((await server.call("GET", "/cloud")).status).toBe(200);
});

test("a stop tells lamps and strangers 1012", async () => {
	const server = await testServer();
	const lamps = [
		await LiveLamp.known(server.endpoints.cloud),
		await LiveLamp.open(server.endpoints.cloud),
	];
	const closing = server.close();
	expect(await Promise.all(lamps.map((lamp) => lamp.closed()))).toEqual([1012, 1012]);
	await closing;
});
