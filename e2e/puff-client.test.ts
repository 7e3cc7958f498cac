import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

interface Message {
	readonly op: number;
	readonly t?: string;
	readonly d?: unknown;
}

interface Group {
	readonly group_id: string;
	readonly members: readonly { readonly session_id: string; readonly name: string }[];
}

/**
 * On the wire, what the origin's first web client is: it asks for zlib, sends its name and then the
 * group that it remembers after every hello, a heartbeat every interval, and comes back by itself.
 * Only the time until it does is shorter.
 */
class WebClient {
	sessionId = "";
	group: Group | null = null;
	/** Where it goes back to. */
	remembered: string | null = null;
	/** Every event with its data, in order. */
	readonly events: (readonly [string, unknown])[] = [];
	closes: number[] = [];
	readonly #url: string;
	readonly #name: string;
	readonly #waiting: (() => void)[] = [];
	#socket: WebSocket;
	#heartbeat: NodeJS.Timeout | undefined;
	#retry: NodeJS.Timeout | undefined;
	#isStopped = false;

	constructor(url: string, name: string) {
		this.#url = `${url}?encoding=json&compression=zlib`;
		this.#name = name;
		this.#socket = this.#open();
		onTestFinished(() => this.stop());
	}

	send(op: number, d?: unknown): void {
		if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
	}

	/** Resolves once something holds that an event or a close may bring about. */
	async until(holds: () => boolean): Promise<void> {
		while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	/** The data of the next event of this name, from those that have come on. */
	async event(t: string): Promise<unknown> {
		const isIt = ([name]: readonly [string, unknown]): boolean => name === t;
		await this.until(() => this.events.some(isIt));
		const [[, d] = ["", undefined]] = this.events.splice(this.events.findIndex(isIt), 1);
		return d;
	}

	stop(): void {
		this.#isStopped = true;
		clearInterval(this.#heartbeat);
		clearTimeout(this.#retry);
		this.#socket.close(4006);
	}

	#open(): WebSocket {
		const socket = new WebSocket(this.#url);
		socket.on("message", (data: Buffer, isBinary) => {
			if (!isBinary) throw new Error("not deflated");
			this.#read(JSON.parse(inflateSync(data).toString()) as Message);
		});
		socket.on("error", () => {});
		socket.on("close", (code) => {
			clearInterval(this.#heartbeat);
			this.closes.push(code);
			this.group = null;
			if (!this.#isStopped)
				this.#retry = setTimeout(() => {
					this.#socket = this.#open();
				}, 300);
			this.#wake();
		});
		return socket;
	}

	#read({ op, t = "", d }: Message): void {
		if (op === 0) {
			const { session_id, heartbeat_interval } = d as {
				session_id: string;
				heartbeat_interval: number;
			};
			this.sessionId = session_id;
			this.#heartbeat = setInterval(() => this.send(420), heartbeat_interval);
			this.send(6, { name: this.#name });
			if (this.remembered !== null) this.send(1, { group_id: this.remembered });
		}
		if (t === "JOINED_GROUP") {
			this.group = d as Group;
			this.remembered = this.group.group_id;
		}
		if (op === 3) this.events.push([t, d]);
		this.#wake();
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}

const start = (args: readonly string[] = [], port = 0): Promise<Served> =>
	serve(["--dedicate", `puff=${port}`, ...args]);

const ownPort = ({ listening }: Served): string => (listening.dedicated as { puff: string }).puff;

test.each(["", "socket", "socket/"])(
	"at /%s the origin's client makes a group, and two heat together",
	async (path) => {
		const url = `${ownPort(await start())}${path}`;
		const [a, b] = [new WebClient(url, "Ann"), new WebClient(url, "Bob")];
		await Promise.all([a, b].map((client) => client.until(() => client.sessionId !== "")));
		a.send(2, { name: "Sour Diesel" });
		const { group_id: id } = (await a.event("GROUP_CREATE")) as Group;
		a.send(1, { group_id: id });
		expect(await a.event("JOINED_GROUP")).toMatchObject({ name: "Sour Diesel", members: [] });
		const device = { temperature: 24, battery: 80, totalDabs: 12, state: 5, chargeSource: 3 };
		a.send(4, device);
		b.send(1, { group_id: id });
		expect(await b.event("JOINED_GROUP")).toMatchObject({
			members: [{ session_id: a.sessionId, name: "Ann" }],
		});
		expect(await a.event("GROUP_USER_JOIN")).toEqual({
			group_id: id,
			session_id: b.sessionId,
			name: "Bob",
		});
		b.send(4, device);
		expect(await a.event("GROUP_USER_DEVICE_UPDATE")).toMatchObject({ device_state: device });
		a.send(8);
		expect(await b.event("GROUP_HEAT_INQUIRY")).toEqual({ session_id: a.sessionId });
		for (const client of [a, b]) client.send(4, { state: 6 });
		for (const client of [a, b]) {
			await client.event("GROUP_START_HEATING");
			for (;;) {
				const { state } = (await client.event("GROUP_UPDATE")) as { state: string };
				if (state === "seshing") break;
			}
		}
		for (const state of [7, 8, 5]) a.send(4, { state });
		expect(await b.event("GROUP_UPDATE")).toMatchObject({ state: "chilling", ready: [] });
		a.stop();
		expect(await b.event("GROUP_USER_LEFT")).toEqual({ group_id: id, session_id: a.sessionId });
	},
);

test("its heartbeat keeps it, and nothing answers that", async () => {
	const config = join(await tempFolder(), "config.json");
	await writeFile(
		config,
		JSON.stringify({ puff: { heartbeatIntervalMs: 200, idleTimeoutMs: 700 } }),
	);
	const client = new WebClient(`${ownPort(await start(["--config", config]))}socket`, "Ann");
	await client.until(() => client.sessionId !== "");
	const other = new WebSocket(`${ownPort(await start(["--config", config]))}socket`);
	const code = await new Promise((resolve) => other.on("close", resolve));
	expect(code).toBe(1000);
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect(client.closes).toEqual([]);
	expect(client.events).toEqual([]);
});

test("after a restart of the server it is back in its group by itself", async () => {
	const args = ["--data", join(await tempFolder(), "state")];
	const first = await start(args);
	const url = ownPort(first);
	const client = new WebClient(url, "Ann");
	await client.until(() => client.sessionId !== "");
	client.send(2, { name: "Kept" });
	const { group_id: id } = (await client.event("GROUP_CREATE")) as Group;
	client.send(1, { group_id: id });
	await client.event("JOINED_GROUP");
	client.send(5, { visibility: "public" });
	await client.event("PUBLIC_GROUPS_UPDATE");
	const { sessionId } = client;
	await first.process.kill("SIGTERM");
	await client.until(() => client.closes.length > 0);
	expect(client.closes[0]).toBe(1012);
	const second = await start(args, Number(new URL(url).port));
	expect(await client.event("JOINED_GROUP")).toMatchObject({
		group_id: id,
		name: "Kept",
		visibility: "public",
		state: "chilling",
		members: [],
	});
	expect(client.sessionId).not.toBe(sessionId);
	expect(second.process.stderr).not.toContain("error");
});
