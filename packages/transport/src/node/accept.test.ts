import type { Duplex } from "node:stream";
import type { Frame } from "@gw-sim/core";
import type { SharedFrame, Socket } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { afterEach, describe, expect, test } from "vitest";
import { RawPeer } from "../testing/raw-peer.js";
import { Recorder } from "../testing/recorder.js";
import { type WsStationOptions, wsStation } from "../testing/ws-station.js";

const leftovers: (() => unknown)[] = [];
afterEach(async () => {
	for (const tidy of leftovers.splice(0).reverse()) await tidy();
});

async function serving(options?: WsStationOptions) {
	const arrivals: { readonly server: Recorder; readonly tcp: Duplex }[] = [];
	const { url, close } = await wsStation((socket: Socket, tcp) => {
		arrivals.push({ server: new Recorder(socket), tcp });
	}, options);
	leftovers.push(close);
	const next = (): { readonly server: Recorder; readonly tcp: Duplex } => {
		const arrival = arrivals.shift();
		if (arrival === undefined) throw new Error("nobody came");
		return arrival;
	};
	return {
		async raw() {
			const peer = await RawPeer.connect(url);
			return { peer, ...next() };
		},
		async dialled() {
			const client = new Recorder(wsDial()({ url }));
			await client.untilOpened();
			return { client, ...next() };
		},
	};
}

describe("framing", () => {
	const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

	test.each<[string, Frame, string]>([
		["an empty text", "", "8100"],
		["empty bytes", new Uint8Array(), "8200"],
		["125 bytes", new Uint8Array(125), "827d"],
		["126 bytes", new Uint8Array(126), "827e007e"],
		["65535 bytes", new Uint8Array(65_535), "827effff"],
		["65536 bytes", new Uint8Array(65_536), "827f0000000000010000"],
		["125 characters", "x".repeat(125), "817d"],
		["126 characters", "x".repeat(126), "817e007e"],
		["125 bytes in 63 characters", `${"é".repeat(62)}x`, "817d"],
		["126 bytes in 63 characters", "é".repeat(63), "817e007e"],
		["65536 bytes in 16384 characters", "🔒".repeat(16_384), "817f0000000000010000"],
	])("%s", async (_, frame, header) => {
		const { peer, server } = await (await serving()).raw();
		server.socket.send(frame);
		const payload = Buffer.from(frame);
		const bytes = await peer.untilBytes(header.length / 2 + payload.length);
		expect(hex(bytes.subarray(0, header.length / 2))).toBe(header);
		expect(bytes.subarray(header.length / 2).equals(payload)).toBe(true);
	});

	test("a lone surrogate leaves as the replacement character", async () => {
		const { client, server } = await (await serving()).dialled();
		server.socket.send("a\ud800b");
		expect(await client.untilFrames(1)).toEqual(["a\ufffdb"]);
	});
});

test("a shared frame is encoded once for all its receivers", async () => {
	const station = await serving();
	const ends = [await station.dialled(), await station.dialled(), await station.dialled()];
	const shared: SharedFrame = { frame: "to all" };
	const wires = ends.map(({ server }) => {
		server.socket.sendShared(shared);
		return shared.wire;
	});
	expect(new Set(wires).size).toBe(1);
	for (const { client } of ends) expect(await client.untilFrames(1)).toEqual(["to all"]);
});

test("what is sent in one turn leaves in few pieces", async () => {
	const { peer, server } = await (await serving()).raw();
	for (let i = 0; i < 200; i++) server.socket.send("x".repeat(40));
	await peer.untilBytes(200 * 42);
	expect(peer.chunks.length).toBeLessThanOrEqual(3);
});

test("what is sent in the promises of one turn leaves in few pieces too", async () => {
	const { peer, server } = await (await serving()).raw();
	for (let i = 0; i < 200; i++)
		void Promise.resolve().then(() => server.socket.send("x".repeat(40)));
	await peer.untilBytes(200 * 42);
	expect(peer.chunks.length).toBeLessThanOrEqual(3);
});

test("much that is sent in one turn leaves before its end, so it never looks unread", async () => {
	const { client, server } = await (await serving()).dialled();
	let most = 0;
	for (let i = 0; i < 16; i++) {
		server.socket.send("x".repeat(16_384));
		most = Math.max(most, server.socket.bufferedBytes);
	}
	expect(most).toBeLessThan(128 * 1024);
	expect(await client.untilFrames(16)).toHaveLength(16);
});

test("bytes that wait for the event loop count as buffered", async () => {
	const { client, server } = await (await serving()).dialled();
	server.socket.send("12345");
	expect(server.socket.bufferedBytes).toBe(7);
	await client.untilFrames(1);
	expect(server.socket.bufferedBytes).toBe(0);
});

test("frames that end a turn with a close go out before it", async () => {
	const { client, server } = await (await serving()).dialled();
	server.socket.send("one");
	server.socket.sendShared({ frame: "two" });
	server.socket.close(4000);
	await client.untilClosed();
	expect(client.frames).toEqual(["one", "two"]);
});

const text = 0x81;
const firstPart = 0x01;
const middlePart = 0x00;
const ping = 0x89;

test("text that is not UTF-8 is answered with 1007", async () => {
	const { peer, server } = await (await serving()).raw();
	peer.send(text, new Uint8Array([0x61, 0xff]));
	expect(await peer.untilCloseCode()).toBe(1007);
	peer.tcp.destroy();
	await server.untilClosed();
	expect(server.frames).toEqual([]);
});

test("a message over the limit is answered with 1009, one at the limit passes", async () => {
	const { peer, server } = await (await serving({ maxPayloadBytes: 1000 })).raw();
	peer.send(text, new Uint8Array(1000).fill(0x61));
	await server.untilFrames(1);
	peer.send(text, new Uint8Array(1001).fill(0x61));
	expect(await peer.untilCloseCode()).toBe(1009);
	peer.tcp.destroy();
	await server.untilClosed();
	expect(server.frames).toHaveLength(1);
});

test("a message in 64 fragments passes, one in more ends the connection", async () => {
	const { peer, server } = await (await serving()).raw();
	const fragments = (count: number): void => {
		for (let i = 0; i < count; i++) peer.send(i === 0 ? firstPart : middlePart, Buffer.from("x"));
	};
	fragments(63);
	peer.send(0x80, Buffer.from("x"));
	expect(await server.untilFrames(1)).toEqual(["x".repeat(64)]);
	fragments(65);
	expect(await peer.untilCloseCode()).toBe(1008);
	peer.tcp.destroy();
	await server.untilClosed();
	expect(server.frames).toHaveLength(1);
});

test("a legal message in one-byte slices passes", async () => {
	const { peer, server } = await (await serving({ maxPayloadBytes: 4000 })).raw();
	peer.tcp.setNoDelay(true);
	const frame = Buffer.concat([
		Buffer.from([text, 0xfe, 4000 >> 8, 4000 & 255, 0, 0, 0, 0]),
		Buffer.alloc(4000, 0x61),
	]);
	for (const byte of frame) peer.tcp.write(Uint8Array.of(byte));
	expect(await server.untilFrames(1)).toEqual(["a".repeat(4000)]);
});

test("a ping is activity and no frame", async () => {
	const { peer, server } = await (await serving()).raw();
	peer.send(ping, new Uint8Array());
	expect((await peer.untilBytes(2))[0]).toBe(0x8a);
	expect([server.activities, server.frames]).toEqual([1, []]);
});

test("part of a frame is activity", async () => {
	const { peer, server, tcp } = await (await serving()).raw();
	const arrived = new Promise((resolve) => tcp.once("data", resolve));
	peer.tcp.write(Uint8Array.of(text));
	await arrived;
	expect([server.activities, server.frames]).toEqual([1, []]);
});

test("a client that cuts the connection ends it with 1006", async () => {
	const { client, server } = await (await serving()).dialled();
	client.socket.terminate();
	expect(await server.untilClosed()).toEqual({ code: 1006, reason: "" });
});

describe.each(["client", "server"] as const)("while the %s is paused", (reader) => {
	const writer = reader === "client" ? "server" : "client";

	test("what the other end sends piles up there, and comes after resume", async () => {
		const ends = await (await serving()).dialled();
		const chunk = new Uint8Array(256 * 1024);
		const count = 128;
		ends[reader].socket.pause();
		for (let i = 0; i < count; i++) ends[writer].socket.send(chunk);
		// The way back is open, so an answer shows that time has passed.
		ends[reader].socket.send("still there");
		await ends[writer].untilFrames(1);
		expect(ends[writer].socket.bufferedBytes).toBeGreaterThan(chunk.length);
		expect(ends[reader].frames.length).toBeLessThan(count);
		ends[reader].socket.resume();
		await ends[reader].untilFrames(count);
		expect(ends[writer].socket.bufferedBytes).toBe(0);
	});
});
