import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

type Handler = (data: unknown) => void;

interface Profile {
	readonly id: string;
	readonly suffix: number;
	readonly properties: unknown;
}

/**
 * On the wire, what the origin's own client library is: it dials its endpoint as it stands, without
 * the session that it remembers, pings every 5 s, comes back 1 s after a loss and 2 s later each
 * time that fails, and calls handlers by type, those for `*` for every type.
 */
class OriginClient {
	profile: Profile | null = null;
	dials = 0;
	readonly #endpoint: string;
	readonly #handlers = new Map<string, Handler[]>();
	#socket: WebSocket | null = null;
	#failed = 0;
	#pings: NodeJS.Timeout | undefined;
	#retry: NodeJS.Timeout | undefined;
	#isStopped = false;

	constructor(endpoint: string) {
		this.#endpoint = endpoint;
		this.on("profile", (data) => {
			this.profile = data as Profile;
			this.#failed = 0;
		});
		onTestFinished(() => this.stop());
		this.#dial();
	}

	on(type: string, handler: Handler): this {
		this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
		return this;
	}

	/** The data of the next message of a type, or of something that happened here. */
	next(type: string): Promise<unknown> {
		return new Promise((resolve) => {
			let isOver = false;
			this.on(type, (data) => {
				if (!isOver) resolve(data);
				isOver = true;
			});
		});
	}

	send(type: string, data?: unknown): void {
		if (this.#socket?.readyState === WebSocket.OPEN)
			this.#socket.send(JSON.stringify({ type, data }));
	}

	stop(): void {
		this.#isStopped = true;
		clearInterval(this.#pings);
		clearTimeout(this.#retry);
		this.#socket?.terminate();
	}

	#dial(): void {
		this.dials++;
		const socket = new WebSocket(this.#endpoint);
		this.#socket = socket;
		socket.on("open", () => {
			this.#pings = setInterval(() => this.send("ping", Date.now()), 5000);
			this.#trigger("connect", undefined);
		});
		socket.on("message", (text) => {
			const { type, data } = JSON.parse(String(text)) as { type: string; data: unknown };
			this.#trigger(type, data);
		});
		socket.on("error", () => {});
		socket.on("close", (code) => {
			clearInterval(this.#pings);
			if (this.#isStopped) return;
			this.#trigger("close", code);
			this.#retry = setTimeout(() => this.#dial(), 1000 + 2000 * this.#failed++);
		});
	}

	#trigger(type: string, data: unknown): void {
		for (const handler of this.#handlers.get(type) ?? []) handler(data);
		for (const handler of this.#handlers.get("*") ?? []) handler({ type, data });
	}
}

const start = (args: readonly string[] = [], port = 0): Promise<Served> =>
	serve(["--dedicate", `rooms=${port}`, ...args]);

const endpointOf = ({ listening }: Served): string =>
	(listening.dedicated as { rooms: string }).rooms;

test.each(["?room=r", "websocket?room=r"])(
	"at /%s the origin's client chats, votes and counts",
	async (path) => {
		const endpoint = `${endpointOf(await start())}${path}`;
		const a = new OriginClient(endpoint);
		const first: unknown[] = [];
		a.on("*", (message) => first.push(message));
		await a.next("profile");
		expect(first).toEqual([
			{ type: "connect", data: undefined },
			{ type: "config", data: "" },
			{ type: "profile", data: a.profile },
		]);
		expect(a.profile).toMatchObject({ suffix: 1, properties: {}, role: "user" });
		const b = new OriginClient(endpoint);
		await b.next("profile");
		expect(b.profile).toMatchObject({ suffix: 2 });

		const named = a.next("profile");
		a.send("login", { name: "Al", _secret: 1 });
		expect(await named).toMatchObject({ properties: { name: "Al", _secret: 1 } });
		for (const event of ["chat", "poll", "ephemeralPoll", "counter"]) b.send("subscribe", event);
		const ready = b.next("profile");
		b.send("profile");
		await ready;
		const told = ["chat", "poll", "ephemeralPoll", "counter"].map((type) => b.next(type));
		a.send("chat", "Hello");
		a.send("poll", { id: "lunch", answer: "soup" });
		a.send("ephemeralPoll", { id: "mood", answer: "good" });
		a.send("counter", { id: "total", value: 17.75 });
		expect(await Promise.all(told)).toEqual([
			{ message: "Hello", user: { suffix: 1, properties: { name: "Al" } } },
			{ id: "lunch", stats: { soup: 1 } },
			{ id: "mood", stats: { good: 1 } },
			{ id: "total", value: 17.75 },
		]);
		const sum = b.next("counter");
		a.send("counter", { id: "total", value: -15.14 });
		expect(await sum).toEqual({ id: "total", value: 2.61 });
		const gone = b.next("ephemeralPoll");
		a.stop();
		expect(await gone).toEqual({ id: "mood", stats: {} });
	},
);

test("its pings are met with silence, and the server's reach it", async () => {
	const config = join(await tempFolder(), "config.json");
	await writeFile(config, JSON.stringify({ rooms: { pingIntervalMs: 1000 } }));
	const a = new OriginClient(`${endpointOf(await start(["--config", config]))}?room=r`);
	await a.next("profile");
	const heard: unknown[] = [];
	a.on("*", (message) => heard.push(message));
	a.send("ping", Date.now());
	a.send("profile");
	await a.next("profile");
	const answers = heard.filter((message) => (message as { type: string }).type !== "ping");
	expect(answers).toEqual([{ type: "profile", data: a.profile }]);
	expect(await a.next("ping")).toBeGreaterThan(Date.now() - 60_000);
});

test("after a restart of the server it is back by itself, as somebody new in the same room", async () => {
	const args = ["--data", join(await tempFolder(), "state")];
	const first = await start(args);
	const endpoint = `${endpointOf(first)}?room=r`;
	const port = Number(new URL(endpoint).port);
	const a = new OriginClient(endpoint);
	await a.next("profile");
	const before = a.profile;
	a.send("subscribe", "counter");
	const counted = a.next("counter");
	a.send("counter", { value: 5 });
	await counted;
	const [closed, back] = [a.next("close"), a.next("profile")];
	await first.process.kill("SIGTERM");
	expect(await closed).toBe(1012);
	await a.next("close");
	const second = await start(args, port);
	await back;
	expect(a.dials).toBeGreaterThanOrEqual(3);
	expect(a.profile?.suffix).toBe(2);
	expect(a.profile?.id).not.toBe(before?.id);
	const known = a.next("counter");
	a.send("subscribe", "counter");
	expect(await known).toEqual({ id: "default", value: 5 });
	expect(second.process.stderr).not.toContain("error");
});
