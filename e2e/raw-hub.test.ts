import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { gwSim, type Process } from "./support/process.js";

type Frame = [unknown, unknown, string, string, unknown];

/** A hub written by hand for the lock to meet: it answers only what a test tells it to. */
class RawHub {
	readonly server: Server = createServer();
	readonly #wss = new WebSocketServer({ noServer: true });
	readonly #frames: { readonly frame: Frame; readonly socket: WebSocket; readonly at: number }[] =
		[];
	readonly #waiters: (() => void)[] = [];
	/** HTTP status for the next upgrades; null lets them through. */
	refuseWith: number | null = null;
	readonly attempts: number[] = [];

	static async start(): Promise<RawHub> {
		const hub = new RawHub();
		hub.server.listen(0, "127.0.0.1");
		await once(hub.server, "listening");
		onTestFinished(() => {
			hub.server.closeAllConnections();
			hub.server.close();
			for (const socket of hub.#wss.clients) socket.terminate();
		});
		return hub;
	}

	private constructor() {
		this.server.on("upgrade", (request, tcp, head) => {
			tcp.on("error", () => {});
			this.attempts.push(performance.now());
			if (this.refuseWith !== null) {
				tcp.end(`HTTP/1.1 ${this.refuseWith} Refused\r\ncontent-length: 0\r\n\r\n`);
				this.#wake();
				return;
			}
			this.#wss.handleUpgrade(request, tcp, head, (socket) => {
				socket.on("message", (data) => {
					const frame = JSON.parse(String(data)) as Frame;
					this.#frames.push({ frame, socket, at: performance.now() });
					this.#wake();
				});
			});
		});
	}

	get url(): string {
		return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/socket/websocket`;
	}

	/** The next message with this event. */
	async receive(
		event: string,
	): Promise<{ readonly frame: Frame; readonly socket: WebSocket; readonly at: number }> {
		for (;;) {
			const i = this.#frames.findIndex(({ frame }) => frame[3] === event);
			const [found] = i === -1 ? [] : this.#frames.splice(i, 1);
			if (found !== undefined) return found;
			await new Promise<void>((resolve) => this.#waiters.push(resolve));
		}
	}

	async attempt(count: number): Promise<void> {
		while (this.attempts.length < count)
			await new Promise<void>((resolve) => this.#waiters.push(resolve));
	}

	/** Answers a join with a lock's state and gives the socket. */
	async join(
		mode: number | null = 1,
	): Promise<{ readonly socket: WebSocket; readonly joinRef: unknown; readonly at: number }> {
		const { frame, socket, at } = await this.receive("phx_join");
		reply(socket, frame, "ok", state(mode));
		return { socket, joinRef: frame[0], at };
	}

	#wake(): void {
		for (const resolve of this.#waiters.splice(0)) resolve();
	}
}

const state = (mode: number | null) => ({
	uuid: "6f1c2a34-0000-4000-8000-000000000001",
	serial: "X",
	name: "Raw",
	mode,
	later_key: [1],
});

function reply(
	socket: WebSocket,
	[joinRef, ref, topic]: Frame,
	status: string,
	response: unknown,
): void {
	socket.send(JSON.stringify([joinRef, ref, topic, "phx_reply", { status, response }]));
}

function pair(socket: WebSocket, payload: object): void {
	socket.send(JSON.stringify([null, null, "lock:X", "mode:pair", payload]));
}

const lockOn = (hub: RawHub): Process =>
	gwSim(["lock", "--serial", "X", "--json", "--seed", "3", "--url", hub.url]);

const payload = {
	user: { id: 7, email: "a@b.example", more: { deep: [1, { x: null }] } },
	name: "Key",
	type: "tag",
	pair_id: "opaque",
	unknown: [true, { __proto__key: 1 }],
};

test("pairing echoes every key, unknown and nested ones too, with the tag's serial", async () => {
	const hub = await RawHub.start();
	const lock = lockOn(hub);
	const { socket, joinRef } = await hub.join();
	await lock.state({ link: "online", mode: "internal", name: "Raw" });
	const text = JSON.stringify(payload).replace("__proto__key", "__proto__");
	socket.send(`[null,null,"lock:X","mode:pair",${text}]`);
	await lock.state({ mode: "pairing" });
	lock.send({ cmd: "present-tag", uid: "04A1B2C3D4E5F6" });
	const { frame } = await hub.receive("pair:complete");
	expect(frame[0]).toBe(joinRef);
	expect(JSON.stringify(frame[4])).toBe(`${text.slice(0, -1)},"serial":"04A1B2C3D4E5F6"}`);
	reply(socket, frame, "ok", {});
	const reset = await hub.receive("reset");
	expect(reset.frame[4]).toEqual({});
	reply(socket, reset.frame, "ok", state(2));
	await lock.state({ mode: "external" });
});

test("a second pair request replaces the first", async () => {
	const hub = await RawHub.start();
	const lock = lockOn(hub);
	const { socket } = await hub.join();
	await lock.state({ link: "online" });
	pair(socket, { ...payload, name: "first", only_first: 1 });
	pair(socket, { ...payload, name: "second" });
	await lock.event({ event: "message", data: { name: "second" } });
	lock.send({ cmd: "present-tag", uid: "04A1B2C3" });
	expect((await hub.receive("pair:complete")).frame[4]).toEqual({
		...payload,
		name: "second",
		serial: "04A1B2C3",
	});
});

test("a refused pair is shown, and the lock leaves pairing by a reset", async () => {
	const hub = await RawHub.start();
	const lock = lockOn(hub);
	const { socket } = await hub.join();
	await lock.state({ link: "online" });
	pair(socket, payload);
	await lock.state({ mode: "pairing" });
	lock.send({ cmd: "present-tag", uid: "04A1B2C3" });
	reply(socket, (await hub.receive("pair:complete")).frame, "error", { reason: "unknown pair" });
	await lock.event({ event: "tag", result: "pair-refused", reason: "unknown pair" });
	const from = lock.lines.length;
	reply(socket, (await hub.receive("reset")).frame, "ok", state(1));
	await lock.state({ mode: "internal" }, from);
});

const losses: readonly (readonly [string, (socket: WebSocket, joinRef: unknown) => void])[] = [
	["phx_error", (s, ref) => s.send(JSON.stringify([ref, ref, "lock:X", "phx_error", {}]))],
	["phx_close", (s, ref) => s.send(JSON.stringify([ref, ref, "lock:X", "phx_close", {}]))],
	["close 1000", (s) => s.close(1000)],
	["close 1001", (s) => s.close(1001)],
	["close 1011", (s) => s.close(1011)],
	["close 1012", (s) => s.close(1012)],
	["TCP loss", (s) => s.terminate()],
];

test.each(losses)(
	"after %s it rejoins a second later, never sooner, and stays locked",
	async (_, lose) => {
		const hub = await RawHub.start();
		const lock = lockOn(hub);
		const { socket, joinRef } = await hub.join();
		await lock.state({ link: "online" });
		pair(socket, payload);
		await lock.state({ mode: "pairing" });
		const lostAt = performance.now();
		lose(socket, joinRef);
		const from = lock.lines.length;
		const { at } = await hub.join();
		expect(at - lostAt).toBeGreaterThanOrEqual(1000);
		await lock.state({ link: "online", mode: "internal", bolt: "locked" }, from);
		expect(lock.lines.some((line) => line.includes('"unlocked"'))).toBe(false);
	},
);

test("refused upgrades follow the schedule of 1, 2, then 5 s", async () => {
	const hub = await RawHub.start();
	hub.refuseWith = 403;
	const lock = lockOn(hub);
	const { message } = await lock.event({ event: "error" });
	expect(message).toMatch(/403/);
	await hub.attempt(3);
	const [first = 0, second = 0, third = 0] = hub.attempts;
	expect(second - first).toBeGreaterThanOrEqual(1000);
	expect(third - second).toBeGreaterThanOrEqual(2000);
	expect(lock.lines.filter((line) => line.includes('"error"'))).toHaveLength(1);
});

test("a late phx_close of an earlier join changes nothing", async () => {
	const hub = await RawHub.start();
	const lock = lockOn(hub);
	const { socket, joinRef } = await hub.join();
	await lock.state({ link: "online" });
	socket.send(JSON.stringify([joinRef, joinRef, "lock:X", "phx_error", {}]));
	const again = await hub.join();
	const from = lock.lines.length;
	again.socket.send(JSON.stringify([joinRef, joinRef, "lock:X", "phx_close", {}]));
	pair(again.socket, payload);
	await lock.state({ mode: "pairing" }, from);
	expect(lock.lines.slice(from).some((line) => line.includes("backoff"))).toBe(false);
});
