import { join } from "node:path";
import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const rounds = 20;
const locksPerRound = 1000;
const random = seededRandom("kill -9");

/** What the hub has answered, and so may never forget. */
class Acknowledged {
	/** uuid by serial of every join. */
	readonly locks = new Map<string, string>();
	/** Lock by item of every pairing. */
	readonly items = new Map<string, string>();
	#goal = 0;
	#reached = (): void => {};

	paired(item: string, lock: string): void {
		this.items.set(item, lock);
		if (this.items.size >= this.#goal) this.#reached();
	}

	/** Settles when so many pairings more are acknowledged. */
	more(count: number): Promise<void> {
		this.#goal = this.items.size + count;
		return new Promise((resolve) => {
			this.#reached = resolve;
		});
	}
}

/** Joins and pairs over one socket until the hub dies, noting what was acknowledged. */
function work(
	hub: Served,
	worker: number,
	acknowledged: Acknowledged,
	serials: readonly string[],
): Promise<void> {
	const socket = new WebSocket(`${hub.lock}?name=w${worker}&vsn=2.0.0`);
	const left = [...serials];
	const next = (): void => {
		const serial = left.pop();
		if (serial === undefined) socket.close();
		else socket.send(JSON.stringify([serial, "join", `lock:${serial}`, "phx_join", {}]));
	};
	return new Promise((resolve) => {
		socket.on("open", next);
		socket.on("error", () => {});
		socket.on("close", () => resolve());
		socket.on("message", (data) => {
			const [joinRef, ref, topic, event, payload] = JSON.parse(String(data)) as [
				string,
				string,
				string,
				string,
				Record<string, unknown>,
			];
			const serial = topic.slice("lock:".length);
			if (event === "mode:pair") {
				const completion = { ...payload, serial: `tag-${serial}` };
				socket.send(JSON.stringify([serial, "pair", topic, "pair:complete", completion]));
			} else if (ref === "join") {
				const { response } = payload as { response: { uuid: string } };
				acknowledged.locks.set(serial, response.uuid);
				const body = { lock: serial, name: serial, type: "tag" };
				hub.call("POST", "/devices/pair", body).catch(() => socket.terminate());
			} else if (ref === "pair") {
				expect(payload.status).toBe("ok");
				acknowledged.paired(`tag-${serial}`, serial);
				socket.send(JSON.stringify([joinRef, "leave", topic, "phx_leave", {}]));
				next();
			}
		});
	});
}

test(`kill -9 during joins and pairings, ${rounds} times: nothing acknowledged is lost`, async () => {
	const data = join(await tempFolder(), "state");
	const acknowledged = new Acknowledged();
	for (let round = 0; round < rounds; round++) {
		const hub = await serve(["--data", data]);
		await expectKept(hub, acknowledged);
		const enough = acknowledged.more(integer(random, 50, locksPerRound - 200));
		const workers = Array.from({ length: 20 }, (_, worker) => {
			const serials = Array.from(
				{ length: locksPerRound / 20 },
				(_, i) => `${round}-${worker}-${i}`,
			);
			return work(hub, worker, acknowledged, serials);
		});
		await enough;
		await hub.process.kill("SIGKILL");
		await Promise.all(workers);
	}
	const hub = await serve(["--data", data]);
	await expectKept(hub, acknowledged);
	expect(acknowledged.locks.size).toBeGreaterThan(rounds * 50);
}, 180_000);

async function expectKept(hub: Served, { locks, items }: Acknowledged): Promise<void> {
	const known = await list(hub, "/locks");
	const uuids = new Map(known.map(({ serial, uuid }) => [serial, uuid]));
	expect(uuids.size).toBe(known.length);
	expect([...locks].filter(([serial, uuid]) => uuids.get(serial) !== uuid)).toEqual([]);
	const paired = new Map((await list(hub, "/devices")).map(({ serial, lock }) => [serial, lock]));
	expect([...items].filter(([item, lock]) => paired.get(item) !== lock)).toEqual([]);
}

async function list(hub: Served, path: string): Promise<Record<string, string>[]> {
	const { body } = await hub.call("GET", path);
	return (body as { data: Record<string, string>[] }).data;
}
