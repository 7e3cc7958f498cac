import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { textFrame } from "../packages/server/src/testing/tcp-client.js";
import { amount } from "./support/fuzz/amount.js";
import { chatFrame } from "./support/fuzz/chat/frames.js";
import { chatSettings, guests, tokenOf, watcher } from "./support/fuzz/chat/people.js";
import { endsWell } from "./support/fuzz/ends-well.js";
import { isMarkedObject, type MarkedObject, markedIn, member } from "./support/fuzz/marked-json.js";
import { roomsFrame } from "./support/fuzz/rooms/frames.js";
import { attack } from "./support/fuzz/socket-attack.js";
import { HostileTarget } from "./support/hostile-target.js";
import { tempFolder } from "./support/temp-folder.js";

const MiB = 1024 * 1024;
const signingKey = "canary-4b0e-key";
const adminToken = "canary-88aa-admin";
const secrets = [chatSettings.jwtSecret, signingKey, adminToken];

async function target(): Promise<HostileTarget> {
	const config = join(await tempFolder(), "config.json");
	const settings = {
		chat: {
			...chatSettings,
			rateLimit: { payloads: 100_000, perMs: 1000 },
			session: { ttlMs: 500, bufferEvents: 50 },
		},
		rooms: { signingKey },
		admin: { token: adminToken },
		limits: { rooms: 50, polls: 50, counters: 50, answers: 20, ballots: 500, sessions: 500 },
	};
	await writeFile(config, JSON.stringify(settings), { mode: 0o600 });
	return HostileTarget.start(config);
}

/** Somebody who behaves, and whose every frame is looked at. */
class Watcher {
	readonly frames: MarkedObject[] = [];
	readonly texts: string[] = [];
	isOpen = false;
	readonly #ws: WebSocket;

	constructor(url: string, ...first: readonly unknown[]) {
		this.#ws = new WebSocket(url, { perMessageDeflate: false });
		this.#ws.on("open", () => {
			this.isOpen = true;
			this.send(...first);
		});
		this.#ws.on("message", (data: Buffer, isBinary) => {
			const text = isBinary ? "binary" : data.toString();
			const value = markedIn(text);
			this.texts.push(text);
			this.frames.push(isMarkedObject(value) ? value : { broken: `'${text}` });
		});
		this.#ws.on("close", () => {
			this.isOpen = false;
		});
		onTestFinished(() => this.#ws.terminate());
	}

	send(...messages: readonly unknown[]): void {
		for (const message of messages) this.#ws.send(JSON.stringify(message));
	}

	/** Resolves once a frame with that text has come. */
	async sees(text: string): Promise<void> {
		await vi.waitFor(() => expect(this.texts.some((one) => one.includes(text))).toBe(true), {
			timeout: 10_000,
		});
	}
}

function wsUrl(server: HostileTarget, path: string): string {
	return server.url.replace("http:", "ws:") + path;
}

test(`chat: ${amount.socketMessages} messages over sockets leave everybody else in peace`, {
	timeout: amount.timeoutMs,
}, async () => {
	const server = await target();
	const present = { f: 110, cnf: { token: tokenOf(watcher) } };
	const observer = new Watcher(wsUrl(server, "/chat"), present);
	await observer.sees('"f":140');
	const [guest = watcher] = guests;
	const known = { rooms: ["1", "2", "3"], messages: [], tooOld: null, sessions: [], last: 5 };
	const errors = new Set<string>();
	const startedAt = performance.now();
	const before = await server.memory();
	const ends = await attack(
		{
			name: "chat",
			url: server.url,
			path: "/chat",
			first: JSON.stringify({ f: 110, cnf: { token: tokenOf(guest) } }),
			frame: (random) => chatFrame(random, known),
			// In the room where everybody starts: only there does it come back for sure.
			last: (mark) => textFrame(`{"f":130,"e":"MESSAGE_CREATE","cnf":{"content":"${mark}"}}`),
			came: (text) => /"f":150/.test(text) && errors.add(text),
		},
		amount.socketMessages,
	);
	const growth = (await server.memory()) - before;
	observer.send({ f: 120 }, { f: 130, e: "MESSAGE_CREATE", cnf: { content: "the end" } });
	await observer.sees("the end");
	const seconds = (performance.now() - startedAt) / 1000;
	console.log(
		`chat/sockets: ${amount.socketMessages} messages, ${seconds.toFixed(1)} s, connections ${ends}, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	expect(ends.of("survived")).toBeGreaterThan(0);
	expect(ends.unlike("survived", "hung up", "closed 4000")).toEqual([]);
	expect(growth).toBeLessThan(96 * MiB);
	const known150 = [0, 1, 3, 4, 5, 4000, 4004].map((code) => `"c":${code},`);
	for (const text of errors) expect(known150.some((part) => text.includes(part))).toBe(true);

	const events = observer.frames.filter(({ f }) => f === "#130");
	expect(events.map(({ s }) => s)).toEqual(events.map((_, i) => `#${i + 1}`));
	const others = observer.frames.filter(({ f }) => f !== "#130").map(({ f }) => f);
	expect(others).toEqual(["#100", "#140", "#120"]);
	const names = new Set(events.map(({ e }) => String(e).slice(1)));
	for (const name of names)
		expect(name).toMatch(
			/^(MESSAGE_(CREATE|DELETE)|START_TYPING|CHANNEL_ADD|ROOM_USER_(ADD|REMOVE))$/,
		);
	await endsWell(server, secrets, [...observer.texts, ...errors]);
});

test(`rooms: ${amount.socketMessages} messages over sockets leave everybody else in peace`, {
	timeout: amount.timeoutMs,
}, async () => {
	const server = await target();
	const subscriptions = ["chat", "poll", "ephemeralPoll", "counter"].map((data) => ({
		type: "subscribe",
		data,
	}));
	const path = "/websocket?room=den-1";
	const observer = new Watcher(wsUrl(server, path), ...subscriptions, { type: "profile" });
	await observer.sees('"profile"');
	const known = {
		room: "den-1",
		signingKey: "guessed",
		wallTime: Date.now(),
		polls: ["lunch"],
		counters: ["total", "default"],
	};
	const sessions = new Set<string>();
	const startedAt = performance.now();
	const before = await server.memory();
	const ends = await attack(
		{
			name: "rooms",
			url: server.url,
			path,
			frame: (random) => roomsFrame(random, known),
			last: (mark) => textFrame({ type: "login", data: { _mark: mark } }),
			came: (text) => {
				const [, session] = /"id":"([0-9a-f-]{36})","connectionDetails"/.exec(text) ?? [];
				if (session !== undefined) sessions.add(session);
			},
		},
		amount.socketMessages,
	);
	const growth = (await server.memory()) - before;
	observer.send({ type: "chat", data: "the end" });
	await observer.sees("the end");
	const seconds = (performance.now() - startedAt) / 1000;
	console.log(
		`rooms/sockets: ${amount.socketMessages} messages, ${seconds.toFixed(1)} s, connections ${ends}, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	expect(ends.of("survived")).toBeGreaterThan(0);
	expect(ends.unlike("survived", "hung up", "closed 1005")).toEqual([]);
	expect(growth).toBeLessThan(96 * MiB);

	const lawful = ["chat", "poll", "ephemeralPoll", "counter", "config", "profile", "ping"];
	const types = new Set(observer.frames.map(({ type }) => String(type).slice(1)));
	expect([...types].filter((type) => !lawful.includes(type))).toEqual([]);
	const own = observer.frames.filter(({ type }) => type === "'profile");
	const users = observer.frames.flatMap(({ type, data }) =>
		type === "'chat" && isMarkedObject(data) ? [member(data, "user")] : [],
	);
	for (const user of users) {
		const properties = isMarkedObject(user) ? member(user, "properties") : undefined;
		expect(isMarkedObject(user) && Object.keys(user).sort()).toEqual(["properties", "suffix"]);
		if (!isMarkedObject(properties)) throw new Error("a user without properties");
		expect(Object.keys(properties).filter((key) => key.startsWith("_"))).toEqual([]);
	}
	expect(own.length).toBe(2);
	const all = observer.texts.join("\n");
	expect(sessions.size).toBeGreaterThan(10);
	for (const session of sessions) expect(all).not.toContain(session);
	expect(all).not.toContain("mark-");
	await endsWell(server, secrets, observer.texts);
});
