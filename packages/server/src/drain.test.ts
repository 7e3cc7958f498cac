import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { clientFrame, TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { type TestServer, testServer } from "./testing/test-server.js";

const join = (topic: string) => ["1", "1", topic, "phx_join", {}];

async function stillServed(server: TestServer): Promise<{ health: number; upgrade: number }> {
	const health = (await fetch(`${server.url}/healthz`)).status;
	const client = await TcpClient.connect(server.url);
	await client.write(upgradeRequest());
	return { health, upgrade: await client.answer() };
}

async function isFree(server: TestServer): Promise<boolean> {
	const tcp = connect(Number(new URL(server.url).port), "127.0.0.1");
	const refused = await once(tcp, "connect").then(
		() => false,
		(error: NodeJS.ErrnoException) => error.code === "ECONNREFUSED",
	);
	tcp.destroy();
	return refused;
}

test("every client is told 1012, and the server is down at once when all of them answer", async () => {
	const server = await testServer();
	const clients = await Promise.all(Array.from({ length: 300 }, () => server.lock()));
	for (const [i, client] of clients.entries()) {
		client.send(join(`lock:${i % 7}`));
		await client.next();
	}
	const startedAt = performance.now();
	await server.close();
	expect(performance.now() - startedAt).toBeLessThan(1900);
	for (const client of clients) expect(await client.closed()).toEqual({ code: 1012, reason: "" });
	expect(await isFree(server)).toBe(true);
});

test("those that do not answer are cut, and until then health and upgrades are 503", async () => {
	const server = await testServer();
	const lawful = await server.lock();
	const deaf = await Promise.all(
		Array.from({ length: 20 }, () => TcpClient.upgraded(server.url, { reads: false })),
	);
	const halfOpen = await TcpClient.connect(server.url);
	await halfOpen.write("GET /socket/websocket HTTP/1.1\r\n");
	const startedAt = performance.now();
	const closing = server.close();
	expect((await lawful.closed()).code).toBe(1012);
	expect(await stillServed(server)).toEqual({ health: 503, upgrade: 503 });
	await closing;
	expect(performance.now() - startedAt).toBeLessThan(4000);
	for (const client of deaf) {
		client.tcp.resume();
		await client.closed();
	}
	expect(await isFree(server)).toBe(true);
});

test("clients that ask without a pause are told 1012, too", async () => {
	const server = await testServer();
	const busy = await Promise.all(Array.from({ length: 10 }, () => TcpClient.upgraded(server.url)));
	const burst = Buffer.concat([
		textFrame(join("lock:x")),
		...Array.from({ length: 500 }, () => textFrame([null, "2", "lock:x", "reset", {}])),
	]);
	/** The next burst when the one before it is answered, but for the phx_close of a second join. */
	const ask = async (client: TcpClient): Promise<void> => {
		for (let answered = 501; client.closeCode === 1006; answered += 502) {
			client.tcp.write(burst);
			await client.until(() => client.frames.length >= answered);
		}
	};
	const asking = busy.map(ask);
	await Promise.all(busy.map((client) => client.frame((text) => text.includes("phx_close"))));
	const startedAt = performance.now();
	await server.close();
	expect(performance.now() - startedAt).toBeLessThan(4000);
	for (const client of busy) expect(await client.closed()).toBe(1012);
	await Promise.all(asking);
});

test("a client in the middle of a message is told 1012", async () => {
	const server = await testServer();
	const client = await TcpClient.upgraded(server.url);
	const frame = clientFrame(0x81, "x".repeat(1000));
	await client.write(frame.subarray(0, 500));
	const closing = server.close();
	expect(await client.frame((text) => text.length === 2)).toHaveLength(2);
	expect(client.closeCode).toBe(1012);
	await closing;
});

test("closing twice is closing once", async () => {
	const server = await testServer();
	await server.lock();
	const [first, second] = [server.close(), server.close()];
	expect(second).toBe(first);
	await first;
	await server.close();
});
