import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { gwSim, type Process } from "./support/process.js";

interface Message {
	readonly op: number;
	readonly d?: unknown;
}

const session = "7f3a1f0c-0000-4000-8000-000000000001";
const other = "7f3a1f0c-0000-4000-8000-000000000002";

/**
 * A gateway written by hand that behaves as the first one: no echo, no answer to heartbeats, a start
 * without data, and whoever asked for zlib gets every message as a zlib stream of its own.
 */
class RawGateway {
	readonly queries: string[] = [];
	readonly #server: WebSocketServer;
	readonly #messages: { readonly message: Message; readonly at: number }[] = [];
	readonly #waiters: (() => void)[] = [];
	#socket: WebSocket | undefined;
	#isDeflated = false;

	static async start(heartbeatIntervalMs = 25_000): Promise<RawGateway> {
		const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
		if (server.address() === null) await once(server, "listening");
		onTestFinished(() => {
			for (const client of server.clients) client.terminate();
			server.close();
		});
		return new RawGateway(server, heartbeatIntervalMs);
	}

	private constructor(server: WebSocketServer, heartbeatIntervalMs: number) {
		this.#server = server;
		server.on("connection", (socket, { url = "" }) => {
			this.queries.push(url);
			this.#socket = socket;
			this.#isDeflated = url.includes("compression=zlib");
			// The first gateway crashes at a ping of its client.
			socket.on("ping", () => socket.close(1011));
			socket.on("message", (data, isBinary) => {
				expect(isBinary).toBe(false);
				this.#messages.push({ message: JSON.parse(String(data)), at: performance.now() });
				for (const wake of this.#waiters.splice(0)) wake();
			});
			this.#send({
				op: 0,
				d: { session_id: session, heartbeat_interval: heartbeatIntervalMs },
			});
		});
	}

	get url(): string {
		return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/socket`;
	}

	tell(t: string, d?: unknown): void {
		this.#send({ op: 3, t, ...(d === undefined ? {} : { d }) });
	}

	update(state: string, ready: readonly string[] = []): void {
		this.tell("GROUP_UPDATE", { ...group, state, members: [other, session], ready });
	}

	cut(): void {
		this.#socket?.terminate();
	}

	/** Lets a puff into the group of which somebody is a member already. */
	async join(): Promise<unknown> {
		expect(await this.receive(1)).toMatchObject({ message: { d: { group_id: "ab12cd" } } });
		const device = { temperature: 25, battery: 50, state: 5, totalDabs: 1 };
		const member = { session_id: other, name: "Bob", device_state: device, device_type: null };
		this.tell("JOINED_GROUP", { ...group, state: "chilling", members: [member] });
		return (await this.receive(4)).message.d;
	}

	/** The next message of an op; heartbeats and other ops before it are skipped. */
	async receive(op: number): Promise<{ readonly message: Message; readonly at: number }> {
		for (;;) {
			const i = this.#messages.findIndex(({ message }) => message.op === op);
			const [found] = i === -1 ? [] : this.#messages.splice(0, i + 1).slice(-1);
			if (found !== undefined) return found;
			await new Promise<void>((resolve) => this.#waiters.push(resolve));
		}
	}

	/** The next device state with this state. */
	async state(state: number): Promise<number> {
		for (;;) {
			const { message, at } = await this.receive(4);
			if ((message.d as { state?: number }).state === state) return at;
		}
	}

	#send(message: object): void {
		const text = JSON.stringify(message);
		this.#socket?.send(this.#isDeflated ? deflateSync(text) : text);
	}
}

const group = { group_id: "ab12cd", name: "Sour Diesel", visibility: "private" };

function puffOn(gateway: RawGateway, ...args: readonly string[]): Process {
	const common = ["--group", "ab12cd", "--name", "Ada", "--url", gateway.url];
	return gwSim(["puff", "--json", ...common, ...args]);
}

test.each([
	["none", "/socket?encoding=json&compression=none"],
	["zlib", "/socket?encoding=json&compression=zlib"],
])("a session on the first gateway with compression %s", async (compression, query) => {
	const gateway = await RawGateway.start(300);
	const device = puffOn(gateway, "--auto", "--speed", "20", "--compression", compression);
	expect((await gateway.receive(6)).message.d).toEqual({ name: "Ada", device_type: "peak" });
	expect(await gateway.join()).toMatchObject({
		temperature: 24,
		battery: expect.any(Number),
		state: expect.any(Number),
		activeColor: { r: 0, g: 0, b: 0 },
		totalDabs: expect.any(Number),
		chargeSource: 3,
		profileName: "Low",
		deviceName: "Ada",
	});
	await device.state({ link: "online", group: "ab12cd", groupState: "chilling", heat: "idle" });
	gateway.update("awaiting");
	gateway.tell("GROUP_HEAT_INQUIRY", { session_id: other });
	await gateway.state(6);
	gateway.tell("GROUP_USER_READY", { session_id: session });
	gateway.tell("GROUP_START_HEATING");
	gateway.update("seshing");
	await device.state({ groupState: "seshing", heat: "preheat" });
	for (const state of [7, 8, 9, 5]) await gateway.state(state);
	gateway.update("chilling");
	await device.state({ groupState: "chilling", heat: "idle" }, device.lines.length - 1);
	// Every 300 ms whatever the speed, and never a ping.
	const beats: number[] = [];
	while (beats.length < 3) beats.push((await gateway.receive(420)).at);
	for (const [i, at] of beats.entries())
		if (i > 0) expect(at - (beats[i - 1] ?? 0)).toBeGreaterThanOrEqual(290);
	expect(gateway.queries).toEqual([query]);
	expect(device.lines.filter((line) => line.includes('"error"'))).toEqual([]);
});

test("from the start's word to the heat are 2 s, and the first second in preheat is told", async () => {
	const gateway = await RawGateway.start();
	const device = puffOn(gateway);
	await gateway.join();
	await device.state({ heat: "idle" });
	gateway.tell("GROUP_START_HEATING");
	const startedAt = performance.now();
	await device.state({ heat: "preheat" });
	expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1950);
	const toldAt = await gateway.state(7);
	expect(toldAt - startedAt).toBeLessThan(4000);
	device.send({ cmd: "abort" });
	await gateway.state(5);
});

test("a loss in the middle of a cycle: it comes back with all of its device, hot as it is", async () => {
	const gateway = await RawGateway.start();
	const device = puffOn(gateway, "--speed", "20", "--seed", "2");
	await gateway.join();
	await device.state({ heat: "idle" });
	gateway.tell("GROUP_START_HEATING");
	await gateway.state(8);
	gateway.cut();
	expect((await gateway.receive(6)).message.d).toEqual({ name: "Ada", device_type: "peak" });
	expect(await gateway.join()).toMatchObject({
		state: 8,
		activeColor: { r: 0, g: 0, b: 255 },
		deviceName: "Ada",
		profile: { temp: 254 },
	});
	await gateway.state(5);
});

test("what later gateways tell does no harm", async () => {
	const gateway = await RawGateway.start();
	const device = puffOn(gateway, "--speed", "20");
	await gateway.join();
	await device.state({ heat: "idle" });
	gateway.tell("GROUP_MESSAGE", { group_id: "ab12cd", author_session_id: other, message: {} });
	gateway.tell("GROUP_REACTION", { emoji: "\u001b[2J" });
	gateway.tell("GROUP_USER_DEVICE_UPDATE", { session_id: session, device_state: { state: 7 } });
	gateway.tell("GROUP_UPDATE", { ready: [session] });
	gateway.tell("GROUP_START_HEATING", { excluded: true, watcher: false, away: false });
	gateway.tell("GROUP_START_HEATING", { excluded: false, watcher: false, away: true });
	gateway.tell("RATE_LIMITED");
	await device.event({ event: "message", type: "RATE_LIMITED", data: null });
	const reaction = await device.line((line) => (line.includes("REACTION") ? line : undefined));
	expect(reaction).not.toContain("\u001b");
	const from = device.lines.length;
	device.send({ cmd: "state" });
	await device.state({ heat: "idle", groupState: "chilling" }, from);
	gateway.tell("GROUP_DELETE", { group_id: "ab12cd" });
	await device.state({ link: "joining", group: null });
});
