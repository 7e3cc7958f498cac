import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { clientFrame, TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { testServer } from "./testing/test-server.js";

const text = 0x81;
const binary = 0x82;
const fragment = { first: 0x01, middle: 0x00, last: 0x80 };

/** A heartbeat of exactly that many bytes. */
function heartbeat(size: number): string {
	const [before, after] = ['[null,"1","phoenix","heartbeat","', '"]'];
	return before + "x".repeat(size - before.length - after.length) + after;
}

const isReply = (frame: string): boolean => frame.includes("phx_reply");

/** Resolves once the server's turn of the event loop has read what was written before. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function hub(maxPayloadBytes = 65_536) {
	const server = await testServer({ lock: { maxPayloadBytes } });
	return { server, client: await TcpClient.upgraded(server.url) };
}

describe("maxPayloadBytes", () => {
	test("a message of exactly that size is answered, one byte more closes 1009", async () => {
		const { server, client } = await hub();
		await client.write(textFrame(heartbeat(65_536)));
		await client.frame(isReply);
		for (const opcode of [text, binary]) {
			const big = await TcpClient.upgraded(server.url);
			await big.write(clientFrame(opcode, heartbeat(65_537)));
			expect(await big.closed()).toBe(1009);
		}
	});

	test("a message of exactly that size may come in slices of one byte", async () => {
		const { client } = await hub(8192);
		for (const byte of textFrame(heartbeat(8192))) {
			await client.write(new Uint8Array([byte]));
			await turn();
		}
		await client.frame(isReply);
	});

	test("fragments count together", async () => {
		const { server, client } = await hub(1000);
		const message = heartbeat(1000);
		await client.write(
			clientFrame(fragment.first | 1, message.slice(0, 500)),
			clientFrame(fragment.last, message.slice(500)),
		);
		await client.frame(isReply);
		const big = await TcpClient.upgraded(server.url);
		await big.write(
			clientFrame(fragment.first, "x".repeat(900)),
			clientFrame(fragment.last, "x".repeat(101)),
		);
		expect(await big.closed()).toBe(1009);
	});

	test.each([
		["of a gigabyte", [0xff, 0, 0, 0, 0, 0x40, 0, 0, 0], 1009],
		["beyond 2^53", [0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255], 1009],
	])("an announced length %s closes before its bytes come", async (_, header, code) => {
		const { client } = await hub();
		await client.write(new Uint8Array([text, ...header, 0, 0, 0, 0]));
		expect(await client.closed()).toBe(code);
	});
});

describe("UTF-8", () => {
	test.each([
		["an overlong slash", [0xc0, 0xaf]],
		["a surrogate", [0xed, 0xa0, 0x80]],
		["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
		["cut short", [0xe2, 0x82]],
		["a lone continuation byte", [0x80]],
	])("%s in a text closes 1007", async (_, bytes) => {
		const { client } = await hub();
		await client.write(clientFrame(text, new Uint8Array([0x22, ...bytes, 0x22])));
		expect(await client.closed()).toBe(1007);
	});

	test("a character may be cut by a fragment's end", async () => {
		const { client } = await hub();
		const bytes = Buffer.from('[null,"é","phoenix","heartbeat",{}]');
		const cut = bytes.indexOf(0xa9);
		await client.write(
			clientFrame(fragment.first | 1, bytes.subarray(0, cut)),
			clientFrame(fragment.last, bytes.subarray(cut)),
		);
		expect(await client.frame(isReply)).toContain("é");
	});
});

describe("RFC 6455 violations close 1002", () => {
	test.each([
		["an unmasked frame", Buffer.from([text, 2, 0x7b, 0x7d])],
		["a reserved opcode", clientFrame(0x83, "x")],
		["a reserved control opcode", clientFrame(0x8b, "x")],
		["reserved bits", clientFrame(0xa1, "x")],
		["a fragmented ping", clientFrame(0x09, "x")],
		["a ping of 126 bytes", clientFrame(0x89, "x".repeat(126))],
		["a continuation of nothing", clientFrame(fragment.last, "x")],
		["a text inside a fragmented text", Buffer.concat([clientFrame(1, "x"), clientFrame(1, "x")])],
		["a close code that may not travel", clientFrame(0x88, new Uint8Array([3, 238]))],
		["half a close code", clientFrame(0x88, new Uint8Array([3]))],
	])("%s", async (_, bytes) => {
		const { client } = await hub();
		await client.write(bytes);
		expect(await client.closed()).toBe(1002);
	});
});

test("compression is not negotiated, and a bomb of 61 KB is refused unopened", async () => {
	const server = await testServer();
	const bomb = deflateRawSync(Buffer.alloc(60 * 1024 * 1024));
	expect(bomb.length).toBeLessThan(65_536);
	const before = process.memoryUsage().rss;
	for (let i = 0; i < 20; i++) {
		const client = await TcpClient.connect(server.url);
		const heads: string[] = [];
		client.tcp.once("data", (chunk) => heads.push(chunk.toString()));
		await client.write(
			upgradeRequest({ "sec-websocket-extensions": "permessage-deflate; client_max_window_bits" }),
		);
		expect(await client.answer()).toBe(101);
		expect(heads.join("")).not.toMatch(/extensions/i);
		await client.write(clientFrame(text | 0x40, bomb));
		expect(await client.closed()).toBe(1002);
	}
	expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
});

test("connections that send 16,000 fragments of one byte are all closed", async () => {
	const server = await testServer();
	const fragments = Buffer.concat([
		clientFrame(fragment.first, "x"),
		...Array.from({ length: 16_000 }, () => clientFrame(fragment.middle, "x")),
	]);
	const clients = await Promise.all(
		Array.from({ length: 25 }, () => TcpClient.upgraded(server.url)),
	);
	const before = process.memoryUsage().rss;
	for (const client of clients) await client.write(fragments);
	for (const client of clients) expect(await client.closed()).toBe(1008);
	expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
	const other = await server.lock();
	expect(await other.drain()).toEqual([]);
});

test("a client that pings without end and reads nothing is cut", async () => {
	const server = await testServer();
	const client = await TcpClient.upgraded(server.url, { reads: false });
	const pings = Buffer.concat(
		Array.from({ length: 1000 }, () => clientFrame(0x89, "x".repeat(125))),
	);
	while (!client.tcp.destroyed) await client.write(pings);
	expect(await server.metric('gw_sim_connections{protocol="lock"}')).toBe(0);
});

test("a client that is closed with messages still waiting gets to answer the close", async () => {
	const { server, client } = await hub();
	const [join, beat] = [
		textFrame(["1", "1", "lock:x", "phx_join", {}]),
		textFrame([null, "2", "phoenix", "heartbeat", {}]),
	];
	const startedAt = performance.now();
	await client.write(join, textFrame("{"), ...Array.from({ length: 500 }, () => beat));
	expect(await client.closed()).toBe(1011);
	// `ws` cuts by itself after five seconds a connection whose answer it did not read.
	expect(performance.now() - startedAt).toBeLessThan(3000);
	expect(await server.metric('gw_sim_connections{protocol="lock"}')).toBe(0);
});
