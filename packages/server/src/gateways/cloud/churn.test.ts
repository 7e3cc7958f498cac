import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { integer, seededRandom } from "@gw-sim/core";
import { memoryPair, type Socket, type SocketListener } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { CloudStage, type Lamp, secret } from "./testing/cloud-stage.js";

const collectGarbage: () => void = (() => {
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc");
})();

const heap = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

/** Comes, says something or other, and goes in one of several manners. */
function visit(stage: CloudStage, i: number): Lamp {
	const lamp = stage.dial(`10.0.${i % 3}.1`);
	lamp.onOpen = () => {
		if (i % 13 === 0) lamp.send("guess");
		else if (i % 7 !== 0) lamp.send(secret);
		if (i % 2 === 0) lamp.send("ping");
		if (i % 5 === 0) lamp.send("d:log line", new Uint8Array(3));
		if (i % 11 === 0) lamp.socket.ping?.();
		if (i % 6 === 0) lamp.socket.terminate();
		else if (i % 6 === 1) lamp.socket.close(1000);
		else if (i % 6 !== 2) lamp.socket.close();
	};
	return lamp;
}

async function churn(stage: CloudStage, visits: number): Promise<void> {
	const random = seededRandom("churn");
	const staying: Lamp[] = [];
	for (let i = 0; i < visits; i++) {
		const lamp = visit(stage, i);
		if (i % 6 === 2) staying.push(lamp);
		if (i % 50 !== 49) continue;
		stage.store.delayMs = integer(random, 0, 3);
		void stage.put({ mode: "color", color: [i & 255, (i >> 8) & 255, 0] });
		await stage.clock.advance(integer(random, 1, 500));
		for (const { socket } of staying.splice(0, 5)) socket.terminate();
	}
	for (const { socket } of staying) socket.close();
	await stage.clock.advance(20_000);
}

test("20,000 lamps that come and go in every manner leave nothing behind", async () => {
	const stage = new CloudStage({
		cloud: { repeatMs: 100, heartbeatTimeoutMs: 300, handshakeTimeoutMs: 200 },
	});
	await churn(stage, 4000);
	const before = heap();
	await churn(stage, 16_000);
	const growth = heap() - before;
	expect(stage.host.connections.size).toBe(0);
	expect(stage.clock.pending).toBe(0);
	// The display, as long as the gateway lives.
	expect(stage.store.following).toBe(1);
	expect(stage.metric('gw_sim_connections_total{protocol="cloud"}')).toBe(20_000);
	expect(growth).toBeLessThan(3 * 1024 * 1024);
	await stage.host.drain(0);
	expect(stage.store.following).toBe(0);
});

/** A socket whose peer reads nothing: all that is sent piles up. */
class Stalled implements Socket {
	bufferedBytes = 0;
	readonly #inner: Socket;

	constructor(inner: Socket) {
		this.#inner = inner;
	}

	listen(listener: SocketListener): void {
		this.#inner.listen(listener);
	}

	send(frame: string | Uint8Array): void {
		this.bufferedBytes += frame.length;
	}

	sendShared({ frame }: { readonly frame: string | Uint8Array }): void {
		this.send(frame);
	}

	ping(): void {}
	pause(): void {}
	resume(): void {}

	close(code?: number): void {
		this.#inner.close(code);
	}

	terminate(): void {
		this.#inner.terminate();
	}
}

test("lamps that read nothing are cut at their limit, and the others lose nothing", async () => {
	const stage = new CloudStage({ limits: { maxBufferedBytes: 2000 } });
	const healthy = await stage.lamp();
	const slow = await Promise.all(
		Array.from({ length: 20 }, async () => {
			const request = {
				path: "/cloud",
				query: new URLSearchParams(),
				origin: null,
				host: null,
				cookie: null,
				offered: [],
			};
			const verdict = await stage.host.admit(request, "10.0.0.9", null);
			if (!verdict.ok) throw new Error(`refused with ${verdict.status}`);
			const [client, server] = memoryPair(stage.clock);
			const socket = new Stalled(server);
			verdict.accept(socket);
			client.listen({ frame: () => {}, closed: () => {} });
			client.send(secret);
			await stage.turn();
			return socket;
		}),
	);
	for (let i = 0; i < 500; i++) {
		await stage.put({ mode: "color", color: [i >> 8, i & 255, 0] });
		await stage.turn();
	}
	expect(healthy.take()).toHaveLength(500);
	expect(stage.host.connections.size).toBe(1);
	expect(stage.metric('gw_sim_trouble_total{protocol="cloud",kind="slow-reader"}')).toBe(20);
	for (const { bufferedBytes } of slow) expect(bufferedBytes).toBeLessThan(2100);
});

test("a change costs one encoding, whatever the number of lamps", async () => {
	const stage = new CloudStage();
	const frames = new Set<object>();
	await stage.lamps(100);
	for (const connection of stage.host.connections) {
		const { sendShared } = connection;
		connection.sendShared = (shared) => {
			frames.add(shared);
			sendShared.call(connection, shared);
		};
	}
	await stage.put({ mode: "color", color: [1, 2, 3] });
	expect(frames.size).toBe(1);
});
