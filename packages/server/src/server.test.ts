import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { seededRandom } from "@gw-sim/core";
import { startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { systemClock } from "@gw-sim/transport";
import { expect, onTestFinished, test } from "vitest";
import { RawClient } from "./testing/raw-client.js";
import { testServer } from "./testing/test-server.js";

const store = (): MemoryStore =>
	new MemoryStore({ clock: systemClock, random: seededRandom("store") });

async function listen(): Promise<Server> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.close();
	});
	return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

test.each(["/", "/socket/websocket", "/socket/websocket/"])(
	"a dedicated port speaks its protocol at %s",
	async (path) => {
		const server = await testServer({}, { dedicated: new Map([["lock", 0]]) });
		const at = new URL(`${path}?name=a&vsn=2.0.0`, server.dedicated.lock);
		const client = await RawClient.open(at.href);
		client.send(["1", "1", "lock:x", "phx_join", {}]);
		expect(await client.next()).toMatchObject(["1", "1", "lock:x", "phx_reply", { status: "ok" }]);
		client.close();
	},
);

test("a dedicated port answers other paths as its origin does, and has no control API", async () => {
	const server = await testServer({}, { dedicated: new Map([["lock", 0]]) });
	const http = server.dedicated.lock?.replace("ws:", "http:") ?? "";
	for (const path of ["nope", "healthz", "metrics", "api/v0/locks"]) {
		const response = await fetch(http + path);
		expect([response.status, await response.text()]).toEqual([404, "Not Found"]);
	}
	expect((await fetch(http)).status).toBe(400);
	await expect(RawClient.open(`${server.dedicated.lock}nope?name=a`)).rejects.toMatchObject({
		status: 404,
	});
});

test("the shared port knows the endpoint by its own path alone", async () => {
	const server = await testServer();
	for (const path of ["/", "/socket/x", "/socket/websocket/x", "/nope", "/api/v0/locks"])
		await expect(
			RawClient.open(`${server.url.replace("http:", "ws:")}${path}?name=a`),
		).rejects.toMatchObject({ status: 404 });
});

test("a lock on the shared port and one on the dedicated port share their topic", async () => {
	const server = await testServer({}, { dedicated: new Map([["lock", 0]]) });
	const [a, b] = [
		await server.lock(),
		await RawClient.open(`${server.dedicated.lock}?name=b&vsn=2.0.0`),
	];
	for (const client of [a, b]) {
		client.send(["1", "1", "lock:x", "phx_join", {}]);
		await client.next();
	}
	const { body } = await server.call("POST", "/devices/pair", {
		lock: "x",
		name: "K",
		type: "tag",
	});
	expect(body).toMatchObject({ delivered: 2 });
	b.close();
});

test("a port in use fails the start and frees the ports that were bound before it", async () => {
	const [holder, other] = [await listen(), await listen()];
	const [port, taken] = [portOf(holder), portOf(other)];
	holder.close();
	await once(holder, "close");
	const start = startServer({ store: store(), port, dedicated: new Map([["lock", taken]]) });
	await expect(start).rejects.toMatchObject({
		code: "port-in-use",
		message: expect.stringContaining(`port ${taken} on 127.0.0.1 is in use`),
	});
	const again = await startServer({ store: store(), port });
	expect(again.url).toBe(`http://127.0.0.1:${port}`);
	await again.close();
});

test("closing twice is closing once, and frees the port", async () => {
	const server = await startServer({ store: store() });
	await Promise.all([server.close(), server.close(), server[Symbol.asyncDispose]()]);
	await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});
