import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { integer, seededRandom } from "@gw-sim/core";
import { signChatToken } from "@gw-sim/server";
import { expect, test } from "vitest";
import { ChatSocket } from "./support/chat-socket.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const rounds = 15;
const workers = 16;
const bansPerRound = 20;
const secret = "kill-secret";
const random = seededRandom("kill -9 the chat");

/** Beyond 2^53, so that a lost digit would make them one. */
const workerId = (worker: number): string => `69825825925835033${String(worker).padStart(2, "0")}`;
const victimId = (victim: number): string => `698258259258350${String(victim).padStart(4, "0")}`;
const strangerId = "5";
const tokenFor = (id: string): string => signChatToken(secret, { type: "user", id });

/** What the gateway has told of one worker's room, and so may never forget. */
interface Room {
	readonly id: string;
	readonly name: string;
	readonly author: string;
	/** Messages that were received and not deleted. */
	readonly messages: Set<string>;
	readonly deleted: Set<string>;
}

class Acknowledged {
	readonly rooms = new Map<string, Room>();
	readonly bans = new Set<string>();
	/** Every message id that was ever seen. */
	readonly messageIds = new Set<string>();
	/** Sessions as they were when their server died. */
	sessions: { readonly id: string; readonly sessionId: string }[] = [];
	total = 0;
	#goal = 0;
	#reached = (): void => {};

	one(): void {
		this.total++;
		if (this.total >= this.#goal) this.#reached();
	}

	/** Settles when so many more things were acknowledged. */
	more(count: number): Promise<void> {
		this.#goal = this.total + count;
		return new Promise((resolve) => {
			this.#reached = resolve;
		});
	}
}

const endpoint = ({ listening }: Served): string => (listening.endpoints as { chat: string }).chat;

const found = (pattern: RegExp, text: string): string => pattern.exec(text)?.[1] ?? "";

async function enter(hub: Served, id: string): Promise<ChatSocket> {
	const { socket, answer } = await ChatSocket.presented(endpoint(hub), tokenFor(id));
	expect(answer).toMatch(/^\{"f":140,/);
	return socket;
}

/** Makes rooms, talks and deletes until the gateway dies, one thing after the other. */
async function work(hub: Served, name: string, author: string, told: Acknowledged): Promise<void> {
	const { socket, answer } = await ChatSocket.presented(endpoint(hub), tokenFor(author));
	told.sessions.push({ id: author, sessionId: found(/"session_id":(\d+)/, answer) });
	for (let made = 0; ; made++) {
		const full = `${name} ${made}`;
		socket.emit("CHANNEL_ADD", `{"name":"${full}","visibility":${made % 2 === 0}}`);
		const added = await socket.until(new RegExp(`"CHANNEL_ADD".*"name":"${full}"`));
		const id = found(/"room":\{"id":(\d+)/, added);
		expect(told.rooms.has(id)).toBe(false);
		const room: Room = { id, name: full, author, messages: new Set(), deleted: new Set() };
		told.rooms.set(id, room);
		told.one();
		socket.emit("CHANNEL_MOVE", `{"roomID":${id}}`);
		await socket.until(/"CHANNEL_MOVE"/);
		for (let said = 0; said < 12; said++) {
			socket.emit("MESSAGE_CREATE", `{"content":"${full} ${said}"}`);
			const messageId = found(/"messageID":(\d+)/, await socket.until(/"MESSAGE_CREATE"/));
			expect(told.messageIds.has(messageId)).toBe(false);
			told.messageIds.add(messageId);
			room.messages.add(messageId);
			told.one();
			if (said % 4 !== 3) continue;
			// Until it is known to be gone it may be either.
			room.messages.delete(messageId);
			socket.emit("MESSAGE_DELETE", `{"messageID":${messageId}}`);
			await socket.until(/"MESSAGE_DELETE"/);
			room.deleted.add(messageId);
			told.one();
		}
	}
}

async function ban(hub: Served, round: number, told: Acknowledged): Promise<void> {
	for (let i = 0; i < bansPerRound; i++) {
		const userID = victimId(round * bansPerRound + i);
		const { status } = await hub.call("POST", "/chat/bans", { userID });
		expect(status).toBe(200);
		told.bans.add(userID);
		told.one();
	}
}

/** Nothing else than the death of the server may end these. */
async function untilDeath(hub: Served, job: Promise<void>): Promise<void> {
	await job.catch((error: unknown) => {
		const isDeath = /closed with 1006|fetch failed/.test(String(error));
		if (!isDeath || !hub.process.child.killed) throw error;
	});
}

/** Asks for what may not be forgotten; `share` of the messages are deleted to see whose they were. */
async function expectKept(hub: Served, told: Acknowledged, share: number): Promise<void> {
	for (const { id, sessionId } of told.sessions.splice(0)) {
		const resume = `,"session_id":${sessionId},"s":0`;
		const { socket, answer } = await ChatSocket.presented(endpoint(hub), tokenFor(id), resume);
		expect(answer).toMatch(/^\{"f":140,/);
		expect(answer).not.toContain("resumed");
		expect(answer).not.toContain(sessionId);
		socket.ws.close(1000);
	}
	for (const id of told.bans) {
		const { socket, answer } = await ChatSocket.presented(endpoint(hub), tokenFor(id));
		expect(answer).toBe('{"f":150,"cnf":{"c":5,"d":true}}');
		expect(await socket.closed()).toBe(1008);
	}
	await Promise.all(
		Array.from({ length: workers }, async (_, worker) => {
			const author = workerId(worker);
			const rooms = [...told.rooms.values()].filter((room) => room.author === author);
			const [own, stranger] = [await enter(hub, author), await enter(hub, strangerId)];
			for (const room of rooms) await expectRoom(own, stranger, room, share);
			for (const socket of [own, stranger]) socket.ws.close(1000);
		}),
	);
}

async function expectRoom(
	author: ChatSocket,
	stranger: ChatSocket,
	{ id, name, messages, deleted }: Room,
	share: number,
): Promise<void> {
	for (const socket of [author, stranger]) {
		socket.emit("CHANNEL_MOVE", `{"roomID":${id}}`);
		expect(await socket.until(/"CHANNEL_MOVE"|"f":150/)).toContain(`"id":${id},"name":"${name}"`);
	}
	const remove = async (socket: ChatSocket, messageId: string): Promise<string> => {
		socket.emit("MESSAGE_DELETE", `{"messageID":${messageId}}`);
		return socket.until(/"f":150|"MESSAGE_DELETE"/);
	};
	const refused = '{"f":150,"cnf":{"c":4004,"d":false}}';
	for (const messageId of deleted) expect(await remove(author, messageId)).toBe(refused);
	for (const messageId of [...messages].slice(0, Math.ceil(messages.size * share))) {
		expect(await remove(stranger, messageId)).toBe(refused);
		expect(await remove(author, messageId)).toContain(`"cnf":{"messageID":${messageId}}`);
		await stranger.until(/"MESSAGE_DELETE"/);
		messages.delete(messageId);
		deleted.add(messageId);
	}
}

test(`kill -9 during talk, ${rounds} times: no room, ban or author that was told of is lost`, async () => {
	const folder = await tempFolder();
	const config = join(folder, "hub.json");
	const ids = [
		strangerId,
		...Array.from({ length: workers }, (_, i) => workerId(i)),
		...Array.from({ length: rounds * bansPerRound }, (_, i) => victimId(i)),
	];
	const chat = {
		jwtSecret: secret,
		rateLimit: { payloads: 100_000, perMs: 1 },
		users: ids.map((id) => ({ id, name: id })),
	};
	await writeFile(config, JSON.stringify({ chat }), { mode: 0o600 });
	const args = ["--config", config, "--data", join(folder, "state")];
	const told = new Acknowledged();
	for (let round = 0; round < rounds; round++) {
		const hub = await serve(args);
		await expectKept(hub, told, 0.1);
		const enough = told.more(integer(random, 50, 600));
		const jobs = Array.from({ length: workers }, (_, i) =>
			untilDeath(hub, work(hub, `${round}-${i}`, workerId(i), told)),
		);
		jobs.push(untilDeath(hub, ban(hub, round, told)));
		await enough;
		await hub.process.kill("SIGKILL");
		await Promise.all(jobs);
	}
	const hub = await serve(args);
	await expectKept(hub, told, 1);
	console.log(
		`${rounds} kills: ${told.rooms.size} rooms, ${told.messageIds.size} messages, ` +
			`${told.bans.size} bans, nothing lost`,
	);
	expect(told.rooms.size).toBeGreaterThan(rounds * workers * 0.9);
	expect(told.messageIds.size).toBeGreaterThan(rounds * 50);
	expect(told.bans.size).toBeGreaterThan(rounds);
}, 300_000);
