import { existsSync } from "node:fs";
import { readdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { integer, type Random, seededRandom } from "@gw-sim/core";
import { expect, test, vi } from "vitest";
import { RawClient } from "../packages/server/src/testing/raw-client.js";
import {
	clientFrame,
	TcpClient,
	upgradeRequest,
} from "../packages/server/src/testing/tcp-client.js";
import { cleanPrototypes, HostileTarget } from "./support/hostile-target.js";
import { tempFolder } from "./support/temp-folder.js";

const MiB = 1024 * 1024;
const lanes = 24;

const randomBytes = (random: Random, max: number): Buffer =>
	Buffer.from(Array.from({ length: integer(random, 1, max) }, () => integer(random, 0, 255)));

const lawfulFirstBytes = [0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8a, 0x88];

/** Bytes that look like frames for a while. */
function nearlyFrames(random: Random): Buffer {
	const frames = Array.from({ length: integer(random, 1, 8) }, () => {
		const first = lawfulFirstBytes[integer(random, 0, lawfulFirstBytes.length - 1)] ?? 0;
		const text = `["1","1","lock:${integer(random, 0, 9)}","phx_join",{}]`;
		const payload = random() < 0.5 ? text : randomBytes(random, 100);
		const frame = clientFrame(random() < 0.1 ? integer(random, 0, 255) : first, payload);
		if (random() < 0.1) frame[1] = integer(random, 0, 255);
		return random() < 0.1 ? frame.subarray(0, integer(random, 1, frame.length)) : frame;
	});
	return Buffer.concat(frames);
}

const httpBits = [
	"GET ",
	"POST ",
	"CONNECT ",
	"OPTIONS * ",
	"/",
	"/socket/websocket?name=a",
	"http://[",
	"/api/v0/locks/%ff",
	" HTTP/1.1",
	" HTTP/9.9",
	"\r\n",
	"\r\n\r\n",
	"host: x",
	"connection: upgrade",
	"connection: close, upgrade",
	"upgrade: websocket",
	"upgrade: h2c",
	"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
	"sec-websocket-version: 13",
	"sec-websocket-protocol: ,,, phoenix, base64url.bearer.phx.%",
	"transfer-encoding: chunked",
	"content-length: 18446744073709551616",
	"content-length: 5",
	"expect: 100-continue",
	"x: \u0000",
	"fffffffffffffffff\r\n",
	"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
	"GET /api/v0/locks HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
	`x: ${"y".repeat(9000)}`,
];

/** Pieces of HTTP in no order, or no HTTP at all. */
function nearlyHttp(random: Random): Buffer {
	if (random() < 0.2) return randomBytes(random, 300);
	const bits = Array.from({ length: integer(random, 1, 20) }, () =>
		random() < 0.05
			? randomBytes(random, 20).toString("latin1")
			: httpBits[integer(random, 0, httpBits.length - 1)],
	);
	return Buffer.from(bits.join(random() < 0.5 ? "\r\n" : ""), "latin1");
}

/** Leaves politely, rudely, or not at all. */
async function part(client: TcpClient, random: Random): Promise<void> {
	const manner = integer(random, 0, 3);
	if (manner === 0) client.reset();
	else if (manner === 1) client.tcp.destroy();
	else if (manner === 2) client.tcp.end();
	await client.closed();
}

async function rush(count: number, visit: (i: number) => Promise<void>): Promise<void> {
	let next = 0;
	const lane = async (): Promise<void> => {
		while (next < count) await visit(next++);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

/** Sockets that the process holds open; 0 where the system does not tell. */
async function openSockets(pid: number): Promise<number> {
	const folder = `/proc/${pid}/fd`;
	if (!existsSync(folder)) return 0;
	const links = await Promise.all(
		(await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => "")),
	);
	return links.filter((link) => link.startsWith("socket:")).length;
}

async function target(): Promise<HostileTarget> {
	const config = join(await tempFolder(), "config.json");
	const limits = { handshakeTimeoutMs: 1000 };
	await writeFile(config, JSON.stringify({ limits, lock: { idleTimeoutMs: 1000 } }));
	return HostileTarget.start(config);
}

async function stillServes(hub: HostileTarget, socketsBefore: number): Promise<void> {
	await vi.waitFor(
		async () => {
			expect(await hub.openLocks()).toBe(0);
			// One more is the connection that asked for the metrics.
			expect(await openSockets(hub.process.pid)).toBeLessThanOrEqual(socketsBefore + 1);
		},
		{ timeout: 15_000 },
	);
	const client = await RawClient.open(hub.lock);
	client.send([null, "1", "phoenix", "heartbeat", {}]);
	expect(await client.next()).toMatchObject([null, "1", "phoenix", "phx_reply", {}]);
	const { code, prototypes } = await hub.stop();
	expect(code).toBe(0);
	expect(prototypes).toEqual(cleanPrototypes);
}

test("4,000 connections of random frames are all closed, with a code that says why", async () => {
	const hub = await target();
	const sockets = await openSockets(hub.process.pid);
	const codes = new Map<number, number>();
	const visit = async (i: number): Promise<void> => {
		const random = seededRandom(`frames ${i}`);
		const client = await TcpClient.connect(hub.url);
		const bytes = random() < 0.2 ? randomBytes(random, 300) : nearlyFrames(random);
		const cut = integer(random, 0, bytes.length);
		await client.write(upgradeRequest(), bytes.subarray(0, cut));
		expect(await client.answer()).toBe(101);
		await client.write(bytes.subarray(cut));
		// A few wait to be sent away for their silence.
		if (random() < 0.98) client.tcp.end();
		const code = await client.closed();
		codes.set(code, (codes.get(code) ?? 0) + 1);
	};
	await rush(500, visit);
	const before = await hub.memory();
	const startedAt = performance.now();
	await rush(4000, visit);
	const growth = (await hub.memory()) - before;
	console.log(
		`4,000 connections of random frames in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ` +
			`closes ${JSON.stringify([...codes])}, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	// 1006 are those that broke no rule and hung up; others that closed get their own code back.
	const told = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011];
	for (const code of codes.keys()) expect(told.includes(code) || code >= 3000).toBe(true);
	for (const code of [1002, 1007, 1011]) expect(codes.get(code)).toBeGreaterThan(50);
	expect(growth).toBeLessThan(48 * MiB);
	await stillServes(hub, sockets);
});

test("4,000 connections of anything but HTTP are answered or dropped, and none stays", async () => {
	const hub = await target();
	const sockets = await openSockets(hub.process.pid);
	const statuses = new Map<number, number>();
	const visit = async (i: number): Promise<void> => {
		const random = seededRandom(`http ${i}`);
		const client = await TcpClient.connect(hub.url);
		await client.write(nearlyHttp(random));
		await part(client, random);
		statuses.set(client.status, (statuses.get(client.status) ?? 0) + 1);
	};
	await rush(500, visit);
	const before = await hub.memory();
	const startedAt = performance.now();
	await rush(4000, visit);
	const growth = (await hub.memory()) - before;
	console.log(
		`4,000 connections of no HTTP in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ` +
			`statuses ${JSON.stringify([...statuses])}, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	for (const status of statuses.keys()) expect(status).toBeLessThan(500);
	expect(growth).toBeLessThan(48 * MiB);
	await stillServes(hub, sockets);
});
