import { createServer } from "node:net";
import { type Dial, whatwgDial } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Listening, listening } from "../testing/listening.js";
import { Recorder } from "../testing/recorder.js";
import { wsStation } from "../testing/ws-station.js";

const stations: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(stations.splice(0).map((station) => station.close())));

async function station<S extends { close(): Promise<void> }>(opening: Promise<S>): Promise<S> {
	const opened = await opening;
	stations.push(opened);
	return opened;
}

/** Accepts TCP connections and says nothing. */
const mute = (): Promise<Listening> =>
	station(listening(createServer((tcp) => tcp.on("error", () => {}))));

async function failure(dial: Dial, url: string, timeoutMs = 10_000) {
	const client = new Recorder(dial({ url, timeoutMs }));
	const { code, failure } = await client.untilClosed();
	expect([code, client.events]).toEqual([1006, ["closed"]]);
	return failure;
}

test.each([403, 404, 500, 301])("an upgrade answered with %i tells the status", async (status) => {
	const { url } = await station(wsStation(() => {}, { refuse: status }));
	expect(await failure(wsDial(), url)).toEqual({
		kind: "refused-upgrade",
		status,
		message: `the server answered HTTP ${status} instead of upgrading`,
	});
});

test("a port on which nobody listens is unreachable", async () => {
	const { port, close } = await mute();
	await close();
	stations.length = 0;
	expect(await failure(wsDial(), `ws://127.0.0.1:${port}`)).toMatchObject({ kind: "unreachable" });
});

test("TLS to a plain port is a TLS failure", async () => {
	const { url } = await station(wsStation(() => {}));
	expect(await failure(wsDial(), url.replace("ws:", "wss:"))).toMatchObject({ kind: "tls" });
});

describe.each([
	["wsDial", wsDial()],
	["whatwgDial", whatwgDial(WebSocket)],
])("%s", (_, dial) => {
	test("a server that never answers is a timeout", async () => {
		const { port } = await mute();
		expect(await failure(dial, `ws://127.0.0.1:${port}`, 50)).toEqual({
			kind: "timeout",
			message: "no answer to the upgrade within 50 ms",
		});
	});

	test("a server that hangs up is a failure", async () => {
		const { port } = await station(listening(createServer((tcp) => tcp.destroy())));
		expect(await failure(dial, `ws://127.0.0.1:${port}`)).toBeDefined();
	});

	test("an address that is none is told, not thrown", async () => {
		for (const url of ["no address", "http://", "ws://host:99999", ""])
			expect(await failure(dial, url)).toMatchObject({ kind: "other" });
	});

	test("a socket that failed takes any call", async () => {
		const client = new Recorder(dial({ url: "no address" }));
		await client.untilClosed();
		const { socket } = client;
		socket.send("x");
		socket.sendShared({ frame: "x" });
		socket.pause();
		socket.resume();
		socket.close(1000);
		socket.terminate();
		expect([socket.bufferedBytes, client.events]).toEqual([0, ["closed"]]);
	});
});

test("subprotocols are offered", async () => {
	const offers: unknown[] = [];
	const { url } = await station(
		wsStation((_, __, request) => offers.push(request.headers["sec-websocket-protocol"])),
	);
	const client = new Recorder(wsDial()({ url, protocols: ["phoenix", "other"] }));
	await client.untilOpened();
	expect(offers).toEqual(["phoenix,other"]);
});

test("a WHATWG socket closes with a code that the interface does not take as without one", async () => {
	const servers: Recorder[] = [];
	const { url } = await station(wsStation((socket) => servers.push(new Recorder(socket))));
	const client = new Recorder(whatwgDial(WebSocket)({ url }));
	await client.untilOpened();
	client.socket.close(1011, "failed");
	expect((await servers[0]?.untilClosed())?.code).toBe(1005);
});

test("a ping from the server is activity", async () => {
	const { url } = await station(
		wsStation((socket, tcp) => {
			tcp.write(Uint8Array.of(0x89, 0));
			socket.close(1000);
		}),
	);
	const client = new Recorder(wsDial()({ url }));
	await client.untilClosed();
	expect([client.activities, client.events]).toEqual([1, ["opened", "closed"]]);
});
