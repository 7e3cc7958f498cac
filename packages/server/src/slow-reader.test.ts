import { VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import type { RawClient } from "./testing/raw-client.js";
import { TcpClient, textFrame } from "./testing/tcp-client.js";
import { type TestServer, testServer } from "./testing/test-server.js";

const MiB = 1024 * 1024;
const open = 'gw_sim_connections{protocol="lock"}';
const cut = 'gw_sim_trouble_total{protocol="lock",kind="slow-reader"}';
const sent = 'gw_sim_frames_sent_total{protocol="lock"}';
const join = ["1", "1", "lock:x", "phx_join", {}];
const reset = textFrame(["1", "2", "lock:x", "reset", {}]);

/** The broadcasts of a pair request carry the owner, who has a very long address here. */
const heavyPairs = { lock: { user: { id: 1, email: "x".repeat(60_000) } } };

async function joined(server: TestServer): Promise<RawClient> {
	const client = await server.lock();
	client.send(join);
	await client.next();
	return client;
}

async function stalled(server: TestServer): Promise<TcpClient> {
	const client = await TcpClient.upgraded(server.url);
	await client.write(textFrame(join));
	await client.frame((text) => text.includes("phx_reply"));
	client.tcp.removeAllListeners("data").pause();
	return client;
}

/** Makes the answer to every reset of lock x that long. */
async function fatten(server: TestServer, bytes: number): Promise<void> {
	await joined(server).then((client) => client.close());
	const { body } = await server.call("GET", "/locks");
	const [{ uuid }] = (body as { data: [{ uuid: string }] }).data;
	await server.call("PUT", `/locks/${uuid}`, { config: { fat: "x".repeat(bytes) } });
}

test("readers that stall are cut while the healthy ones on their topic lose nothing", async () => {
	const server = await testServer(heavyPairs);
	const healthy = await Promise.all([joined(server), joined(server), joined(server)]);
	const slow = await Promise.all(Array.from({ length: 8 }, () => stalled(server)));
	const rounds = 300;
	const before = process.memoryUsage().arrayBuffers;
	let peak = 0;
	for (let i = 0; i < rounds; i++) {
		await server.call("POST", "/devices/pair", { lock: "x", name: `${i}`, type: "tag" });
		peak = Math.max(peak, process.memoryUsage().arrayBuffers);
	}
	for (const client of healthy) {
		const frames = (await client.take(rounds)) as [0, 0, 0, 0, { name: string }][];
		const names = frames.map(([, , , , { name }]) => name);
		expect(names).toEqual(Array.from({ length: rounds }, (_, i) => `${i}`));
	}
	expect(await server.metric(cut)).toBe(slow.length);
	await vi.waitFor(async () => expect(await server.metric(open)).toBe(healthy.length), 10_000);
	// Eight times a mebibyte may wait of the 140 that were offered; the rest is garbage on its way out.
	expect(peak - before).toBeLessThan(64 * MiB);
});

test("a client that asks and asks, and never reads, is cut at its own mebibyte", async () => {
	const server = await testServer();
	await fatten(server, 60_000);
	const slow = await Promise.all(Array.from({ length: 10 }, () => stalled(server)));
	const other = await joined(server);
	const before = process.memoryUsage().arrayBuffers;
	const asking = slow.map((client) => client.write(...Array.from({ length: 1000 }, () => reset)));
	let peak = 0;
	await vi.waitFor(
		async () => {
			peak = Math.max(peak, process.memoryUsage().arrayBuffers);
			expect(await server.metric(open)).toBe(1);
		},
		{ timeout: 10_000, interval: 5 },
	);
	await Promise.all(asking);
	expect(await server.metric(cut)).toBe(10);
	expect(peak - before).toBeLessThan(64 * MiB);
	expect(await other.drain()).toEqual([]);
});

test("maxTotalBufferedBytes cuts the slowest first, until the others fit", async () => {
	const clock = new VirtualClock();
	const limits = { maxBufferedBytes: 64 * MiB, maxTotalBufferedBytes: 8 * MiB };
	const server = await testServer({ limits }, { clock });
	await fatten(server, 60_000);
	const [slight, worst] = [await stalled(server), await stalled(server)];
	const ask = async (client: TcpClient, times: number): Promise<void> => {
		const received = 'gw_sim_frames_received_total{protocol="lock"}';
		const sofar = await server.metric(received);
		await client.write(...Array.from({ length: times }, () => reset));
		await vi.waitFor(async () => expect(await server.metric(received)).toBe(sofar + times), 10_000);
	};
	// The operating system takes a few of these mebibytes.
	await ask(slight, 120);
	await ask(worst, 400);
	await clock.advance(100);
	await vi.waitFor(async () => expect(await server.metric(open)).toBe(1), 10_000);
	await clock.advance(10_000);
	expect(await server.metric(open)).toBe(1);
	expect(await server.metric(cut)).toBe(1);
	worst.tcp.resume();
	await worst.closed();
	slight.tcp.resume();
	expect(slight.isClosed).toBe(false);
});

test("a client that stalls and then ends its half of the connection does not stay for ever", async () => {
	const server = await testServer({ limits: { maxBufferedBytes: 64 * MiB } });
	await fatten(server, 60_000);
	const client = await stalled(server);
	await client.write(...Array.from({ length: 400 }, () => reset));
	await vi.waitFor(async () => expect(await server.metric(sent)).toBeGreaterThan(400), 10_000);
	client.tcp.end();
	await vi.waitFor(async () => expect(await server.metric(open)).toBe(0), { timeout: 10_000 });
});

test("a client that asks for much at once, and reads it, is no slow reader", async () => {
	const server = await testServer();
	await fatten(server, 60_000);
	const client = await joined(server);
	client.send(...Array.from({ length: 200 }, (_, i) => ["1", `${i}`, "lock:x", "reset", {}]));
	const replies = (await client.take(200)) as unknown[][];
	expect(replies.map(([, ref]) => ref)).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
});
