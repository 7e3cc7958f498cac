import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { RawClient } from "../packages/server/src/testing/raw-client.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const rounds = 15;
const workers = 12;
const signingKey = "kill -9";
const random = seededRandom("rooms, kill -9");
const room = "r";

interface Seen {
	readonly suffix: number;
	readonly properties: unknown;
}

/** What the room server has told somebody, and so may never forget. */
class Told {
	config = "";
	/** Every config that was asked for after the one that was told last. */
	configsAsked = new Set<string>();
	/** Votes by poll, as they were told last. */
	readonly polls = new Map<string, Readonly<Record<string, number>>>();
	readonly counters = new Map<string, number>();
	/** Polls and counters in the order in which they were first told of. */
	readonly order: Readonly<Record<"poll" | "counter", Set<string>>> = {
		poll: new Set(),
		counter: new Set(),
	};
	readonly sessions = new Map<string, Seen>();
	/** Properties that were asked for and not answered, by session. */
	readonly logins = new Map<string, unknown>();
	readonly suffixes = new Set<number>();
	/** What was not as it had been told before. */
	readonly problems: string[] = [];
	count = 0;
	#goal = 0;
	#reached = (): void => {};

	/** Notes a problem where two things differ that ought to be equal. */
	compare(what: string, now: unknown, before: unknown): void {
		const [is, was] = [JSON.stringify(now), JSON.stringify(before)];
		if (is !== was) this.problems.push(`${what}: ${is} after ${was}`);
	}

	note(): void {
		if (++this.count >= this.#goal) this.#reached();
	}

	/** Settles when the server has told so much more. */
	more(count: number): Promise<void> {
		this.#goal = this.count + count;
		return new Promise((resolve) => {
			this.#reached = resolve;
		});
	}
}

interface Frame {
	readonly type: string;
	readonly data: Record<string, unknown>;
}

const endpoint = (served: Served, query = ""): string =>
	`${served.url.replace("http:", "ws:")}/websocket?room=${room}${query}`;

/** Takes down everything that subscribers are told, until the server dies. */
function watch(served: Served, told: Told): { ready: Promise<void>; over: Promise<void> } {
	const socket = new WebSocket(endpoint(served));
	let isReady = (): void => {};
	const ready = new Promise<void>((resolve) => {
		isReady = resolve;
	});
	const over = new Promise<void>((resolve) => socket.on("close", () => resolve()));
	socket.on("error", () => {});
	socket.on("open", () => {
		for (const event of ["poll", "counter"])
			socket.send(JSON.stringify({ type: "subscribe", data: event }));
		socket.send(JSON.stringify({ type: "profile" }));
	});
	let profiles = 0;
	socket.on("message", (text) => {
		const { type, data } = JSON.parse(String(text)) as Frame;
		const id = String(data.id);
		if (type === "profile" && ++profiles === 2) isReady();
		if (type === "profile" && profiles === 1) told.suffixes.add(Number(data.suffix));
		if (type === "config") {
			told.config = String(data);
			told.configsAsked.delete(told.config);
		}
		if (type === "poll") told.polls.set(id, data.stats as Record<string, number>);
		if (type === "counter") told.counters.set(id, Number(data.value));
		if (type === "poll" || type === "counter") told.order[type].add(id);
		if (profiles === 2) told.note();
	});
	return { ready, over };
}

/** Comes, logs in, votes and counts, over and over, until the server dies. */
function work(served: Served, worker: number, round: number, told: Told): Promise<void> {
	return new Promise((resolve) => {
		let visits = 0;
		let session = "";
		const visit = (): void => {
			const again = session;
			const isBack = visits % 3 === 2;
			const socket = new WebSocket(endpoint(served, isBack ? `&session=${again}` : ""));
			let step = 0;
			const properties = { round, worker, visit: visits++ };
			const say = (type: string, data: unknown): void =>
				socket.send(JSON.stringify({ type, data }));
			socket.on("error", () => {});
			socket.on("close", () => (step >= 3 ? visit() : resolve()));
			socket.on("message", (text) => {
				const { type, data } = JSON.parse(String(text)) as Frame;
				if (type !== "profile") return;
				const seen = { suffix: Number(data.suffix), properties: data.properties };
				session = String(data.id);
				step++;
				if (step === 1) {
					if (isBack) told.compare("session", [session, seen], [again, told.sessions.get(again)]);
					else {
						told.compare("suffix", told.suffixes.has(seen.suffix), false);
						told.suffixes.add(seen.suffix);
					}
					told.sessions.set(session, seen);
					told.logins.set(session, properties);
					say("login", properties);
				} else if (step === 2) {
					told.compare("login", seen.properties, properties);
					told.sessions.set(session, seen);
					told.logins.delete(session);
					const id = `${round}-${integer(random, 0, 30)}`;
					say("poll", { id, answer: `a${integer(random, 0, 3)}` });
					say("counter", { id, value: 0.25 });
					say("ephemeralPoll", { id, answer: "gone" });
					say("profile", null);
				} else socket.close();
			});
		};
		visit();
	});
}

/** Sets one config after another, until the server dies. */
async function administer(served: Served, round: number, told: Told): Promise<void> {
	const client = await RawClient.open(endpoint(served));
	await client.take(2);
	const ts = Date.now();
	const key = createHash("sha256").update(`${room}${ts}${signingKey}`).digest("hex");
	client.send({ type: "authenticate", data: { ts, key } });
	await client.next();
	for (let i = 0; ; i++) {
		const value = `${round}.${i}`;
		told.configsAsked.add(value);
		client.send({ type: "config", data: value });
		try {
			await client.next();
		} catch {
			return;
		}
	}
}

const sum = (stats: Readonly<Record<string, number>>): number =>
	Object.values(stats).reduce((total, votes) => total + votes, 0);

/** Compares what the server still knows with what it has told. */
async function expectKept(served: Served, told: Told): Promise<void> {
	const client = await RawClient.open(endpoint(served));
	const [config, profile] = (await client.take(2)) as [
		{ data: string },
		{ data: { suffix: number } },
	];
	if (config.data !== told.config) expect(told.configsAsked).toContain(config.data);
	told.config = config.data;
	told.configsAsked.clear();
	expect(profile.data.suffix).toBeGreaterThan(Math.max(0, ...told.suffixes));
	told.suffixes.add(profile.data.suffix);
	const snapshot = async (event: string): Promise<Frame[]> => {
		client.send({ type: "subscribe", data: event }, { type: "profile" });
		const frames: Frame[] = [];
		for (;;) {
			const frame = (await client.next()) as Frame;
			if (frame.type === "profile") return frames;
			frames.push(frame);
		}
	};
	const polls = await snapshot("poll");
	const stats = new Map(polls.map(({ data }) => [String(data.id), data.stats as never]));
	// Every worker may have one vote and one count more under way than anybody was told of; a vote
	// that moves changes no sum.
	for (const [id, known] of told.polls) {
		const now = sum(stats.get(id) ?? {});
		expect(now).toBeGreaterThanOrEqual(sum(known));
		expect(now).toBeLessThanOrEqual(sum(known) + workers);
	}
	const counters = await snapshot("counter");
	const values = new Map(counters.map(({ data }) => [String(data.id), Number(data.value)]));
	for (const [id, known] of told.counters) {
		expect(values.get(id)).toBeGreaterThanOrEqual(known);
		expect(values.get(id)).toBeLessThanOrEqual(known + workers * 0.25);
	}
	for (const [type, frames] of [
		["poll", polls],
		["counter", counters],
	] as const) {
		const order = frames.map(({ data }) => String(data.id));
		const known = [...told.order[type]];
		expect(order.slice(0, known.length)).toEqual(known);
	}
	expect(await snapshot("ephemeralPoll")).toEqual([]);
	client.close();
	for (const [session, seen] of told.sessions) {
		const asked = told.logins.get(session);
		if (asked === undefined && random() > 0.1) continue;
		const back = await RawClient.open(endpoint(served, `&session=${session}`));
		const [, { data }] = (await back.take(2)) as [0, { data: Seen & { id: string } }];
		back.close();
		expect([data.id, data.suffix]).toEqual([session, seen.suffix]);
		if (JSON.stringify(data.properties) !== JSON.stringify(seen.properties))
			expect(data.properties).toEqual(asked);
		told.sessions.set(session, { suffix: data.suffix, properties: data.properties });
		told.logins.delete(session);
	}
}

test(`kill -9 under load, ${rounds} times: nothing that anybody was told is lost`, async () => {
	const folder = await tempFolder();
	const config = join(folder, "config.json");
	await writeFile(config, JSON.stringify({ rooms: { signingKey } }), { mode: 0o600 });
	const args = ["--config", config, "--data", join(folder, "state")];
	const told = new Told();
	for (let round = 0; round < rounds; round++) {
		const served = await serve(args);
		await expectKept(served, told);
		const watcher = watch(served, told);
		await watcher.ready;
		const enough = told.more(integer(random, 100, 600));
		const working = Array.from({ length: workers }, (_, i) => work(served, i, round, told));
		working.push(administer(served, round, told));
		await enough;
		await served.process.kill("SIGKILL");
		await Promise.all([...working, watcher.over]);
	}
	await expectKept(await serve(args), told);
	console.log(
		`${rounds} kills: ${told.count} frames told, ${told.sessions.size} sessions, ` +
			`${told.polls.size} polls, ${told.counters.size} counters, none lost`,
	);
	expect(told.problems).toEqual([]);
	expect(told.count).toBeGreaterThan(rounds * 100);
	expect(told.sessions.size).toBeGreaterThan(rounds * workers);
}, 180_000);
