import { VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import { TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { type TestServer, testServer } from "./testing/test-server.js";

const upgraded = async (server: TestServer, from?: string): Promise<TcpClient> => {
	const client = await TcpClient.connect(server.url, from === undefined ? {} : { from });
	await client.write(upgradeRequest());
	await client.answer();
	return client;
};

const attempts = (server: TestServer, count: number, from?: string): Promise<TcpClient[]> =>
	Promise.all(Array.from({ length: count }, () => upgraded(server, from)));

const withStatus = (clients: readonly TcpClient[], status: number): readonly TcpClient[] =>
	clients.filter((client) => client.status === status);

const connections = (server: TestServer): Promise<number> =>
	server.metric('gw_sim_connections{protocol="lock"}');

test("beyond maxConnections an upgrade is 503 while plain HTTP is served, until one leaves", async () => {
	const server = await testServer({ limits: { maxConnections: 3 } });
	const clients = await attempts(server, 10);
	expect(withStatus(clients, 101)).toHaveLength(3);
	expect(withStatus(clients, 503)).toHaveLength(7);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	expect((await server.call("GET", "/locks")).status).toBe(200);
	expect(await server.metric('gw_sim_refused_total{status="503"}')).toBe(7);

	withStatus(clients, 101)[0]?.reset();
	await vi.waitFor(async () => expect(await connections(server)).toBe(2), 10_000);
	expect((await upgraded(server)).status).toBe(101);
	expect((await upgraded(server)).status).toBe(503);
});

test.each([
	["without a key", { "sec-websocket-key": null }],
	["with an empty key", { "sec-websocket-key": "" }],
	["with a short key", { "sec-websocket-key": "dG9vIHNob3J0" }],
	["without a version", { "sec-websocket-version": null }],
	["with another version", { "sec-websocket-version": "12" }],
	["to another protocol", { upgrade: "h2c" }],
])("a handshake %s is refused and gives its place back", async (_, headers) => {
	const server = await testServer({ limits: { maxConnections: 1, maxPerAddress: 1 } });
	for (let i = 0; i < 5; i++) {
		const client = await TcpClient.connect(server.url);
		await client.write(upgradeRequest(headers));
		expect([400, 426]).toContain(await client.answer());
	}
	expect((await upgraded(server)).status).toBe(101);
});

test("a client that resets the connection in the middle of its handshake gives its place back", async () => {
	const server = await testServer({ limits: { maxConnections: 1, maxPerAddress: 1 } });
	const request = upgradeRequest();
	for (let i = 0; i < 60; i++) {
		const client = await TcpClient.connect(server.url);
		const bytes = i % 3 === 0 ? request.slice(0, i * 3) : request;
		await client.write(bytes, i % 3 === 1 ? textFrame("{") : "");
		client.reset();
	}
	await vi.waitFor(async () => expect(await connections(server)).toBe(0), 10_000);
	expect((await upgraded(server)).status).toBe(101);
});

test("one address gets exactly maxPerAddress, and another connects while the first floods", async () => {
	const server = await testServer({ limits: { maxPerAddress: 20 } });
	const flood = attempts(server, 400, "127.0.0.1");
	const startedAt = performance.now();
	const other = await upgraded(server, "127.0.0.2");
	const tookMs = performance.now() - startedAt;
	const clients = await flood;
	expect(other.status).toBe(101);
	expect(tookMs).toBeLessThan(2000);
	expect(withStatus(clients, 101)).toHaveLength(20);
	expect(withStatus(clients, 429)).toHaveLength(380);

	withStatus(clients, 101)[0]?.reset();
	await vi.waitFor(async () => expect(await connections(server)).toBe(20), 10_000);
	expect(withStatus(await attempts(server, 5), 101)).toHaveLength(1);
});

test("upgrades beyond acceptPerSecond are 503 until the next second", async () => {
	const clock = new VirtualClock();
	const server = await testServer({ limits: { acceptPerSecond: 5 } }, { clock });
	expect(withStatus(await attempts(server, 20), 101)).toHaveLength(5);
	await clock.advance(400);
	expect(withStatus(await attempts(server, 20), 101)).toHaveLength(2);
	await clock.advance(60_000);
	expect(withStatus(await attempts(server, 20), 101)).toHaveLength(5);
});

test("messages beyond messagesPerSecond close 1008, and another client does not notice", async () => {
	const clock = new VirtualClock();
	const server = await testServer({ limits: { messagesPerSecond: 10 } }, { clock });
	const [flooder, other] = [await server.lock(), await server.lock()];
	const beats = (count: number) =>
		Array.from({ length: count }, (_, i) => [null, `${i}`, "phoenix", "heartbeat", {}]);
	flooder.send(...beats(10));
	expect(await flooder.take(10)).toHaveLength(10);
	await clock.advance(1000);
	flooder.send(...beats(5000));
	other.send(...beats(10));
	expect(await flooder.take(10)).toHaveLength(10);
	await expect(flooder.next()).rejects.toThrow("closed with 1008");
	expect(await other.take(10)).toHaveLength(10);
	expect(await server.metric('gw_sim_trouble_total{protocol="lock",kind="flood"}')).toBe(1);
});
