import { once } from "node:events";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { TcpClient, textFrame } from "./testing/tcp-client.js";
import { type TestServer, testServer } from "./testing/test-server.js";

async function idleHub(): Promise<{ clock: VirtualClock; server: TestServer }> {
	const clock = new VirtualClock();
	return { clock, server: await testServer({ lock: { idleTimeoutMs: 60_000 } }, { clock }) };
}

/** A round trip after which the server has read everything that was written before. */
const settled = (server: TestServer): Promise<unknown> => server.call("GET", "/connections");

test("a client that sends nothing is closed with 1001", async () => {
	const { clock, server } = await idleHub();
	const client = await server.lock();
	await clock.advance(59_999);
	expect(await client.drain()).toEqual([]);
	await clock.advance(60_000);
	expect(await client.closed()).toEqual({ code: 1001, reason: "" });
});

test("pings keep a client alive", async () => {
	const { clock, server } = await idleHub();
	const client = await server.lock();
	for (let i = 0; i < 10; i++) {
		await clock.advance(50_000);
		await client.drain();
	}
	await clock.advance(60_000);
	expect((await client.closed()).code).toBe(1001);
});

test("so does each single byte of a frame that takes minutes", async () => {
	const { clock, server } = await idleHub();
	const client = await TcpClient.upgraded(server.url);
	for (const byte of textFrame([null, "1", "phoenix", "heartbeat", {}])) {
		await clock.advance(50_000);
		await client.write(new Uint8Array([byte]));
		await settled(server);
	}
	await client.frame((text) => text.includes("phx_reply"));
});

test("what the server sends does not", async () => {
	const { clock, server } = await idleHub();
	const client = await server.lock();
	client.send(["1", "1", "lock:x", "phx_join", {}]);
	await client.next();
	for (let i = 0; i < 2; i++) {
		await clock.advance(29_000);
		await server.call("POST", "/devices/pair", { lock: "x", name: "Key", type: "tag" });
		expect(await client.next()).toMatchObject([null, null, "lock:x", "mode:pair", {}]);
	}
	await clock.advance(2000);
	expect((await client.closed()).code).toBe(1001);
});

test("a client that does not answer the close of an idle connection is cut", async () => {
	const { clock, server } = await idleHub();
	const client = await TcpClient.upgraded(server.url, { reads: false });
	await clock.advance(60_000);
	await clock.advance(10_000);
	client.tcp.resume();
	await once(client.tcp, "close");
	expect(await server.metric('gw_sim_connections{protocol="lock"}')).toBe(0);
});

test("with 0 nobody is ever sent away", async () => {
	const clock = new VirtualClock();
	const server = await testServer({ lock: { idleTimeoutMs: 0 } }, { clock });
	const client = await server.lock();
	await clock.advance(24 * 3_600_000);
	expect(await client.drain()).toEqual([]);
});
