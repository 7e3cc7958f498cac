import { seededRandom } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { VirtualClock } from "@gw-sim/transport";
import { ClassicLevel } from "classic-level";
import { expect, onTestFinished, test, vi } from "vitest";
import { hostileNames } from "../testing/bench.js";
import { storeBattery } from "../testing/store-battery.js";
import { tempFolder } from "../testing/temp-folder.js";

storeBattery("embedded", (options) => openEmbeddedStore({ ...options, folder: tempFolder() }));

const random = seededRandom("embedded-store.test");

async function open(folder: string): Promise<Store> {
	const store = await openEmbeddedStore({ folder, random, clock: new VirtualClock() });
	onTestFinished(() => store.close());
	return store;
}

/** Stands between the store and the disk; `before` decides what becomes of each batch. */
function onBatch(before: () => Promise<void>): { readonly calls: number } {
	const write = ClassicLevel.prototype.batch as (...args: unknown[]) => Promise<void>;
	const spy = vi
		.spyOn(ClassicLevel.prototype as unknown as { batch: typeof write }, "batch")
		.mockImplementation(async function (this: unknown, ...args) {
			await before();
			await write.apply(this, args);
		});
	onTestFinished(() => spy.mockRestore());
	return {
		get calls() {
			return spy.mock.calls.length;
		},
	};
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("fields survive, in a new epoch; members, sessions and events do not", async () => {
	const folder = tempFolder();
	const first = await open(folder);
	for (const room of hostileNames)
		for (const key of hostileNames)
			await first.apply(room, { type: "put", key, value: `${room}\0${key}`, body: "e" });
	await first.apply("[", { type: "remove", key: "" });
	await first.apply("[", { type: "cas", key: "toString", expected: "[\0toString", value: null });
	await first.join("[", "m", "");
	await first.session.put("s", "v", 1000);
	const before = await first.load("[");
	await first.close();

	const second = await open(folder);
	for (const room of hostileNames) {
		const expected = new Map(hostileNames.map((key) => [key, `${room}\0${key}`]));
		if (room === "[") for (const key of ["", "toString"]) expected.delete(key);
		expect(new Map((await second.load(room)).fields)).toEqual(expected);
	}
	const { position } = await second.load("[");
	expect(position.seq).toBe(0);
	expect(position.epoch).not.toBe(before.position.epoch);
	expect(await second.replay("[", before.position, 9)).toBe("reset");
	expect((await second.members("[")).size).toBe(0);
	expect(await second.session.take("s")).toBeNull();
});

test("nobody learns of a change before it is on disk", async () => {
	const store = await open(tempFolder());
	await store.apply("r", { type: "put", key: "k", value: "old" });
	let release = (): void => {};
	const disk = new Promise<void>((resolve) => {
		release = resolve;
	});
	onBatch(() => disk);
	const told: string[] = [];
	const tell = (what: string) => () => told.push(what);
	await store.subscribe("r", "now", tell("event"));
	const all = [
		store.apply("r", { type: "put", key: "k", value: "new", body: "e" }).then(tell("put")),
		store.apply("r", { type: "cas", key: "k", expected: "x", value: "y" }).then(tell("cas")),
		store.apply("r", { type: "append", body: "later" }).then(tell("append")),
		store.get("r", "k").then(tell("get")),
		store.load("r").then(tell("load")),
	];
	for (let i = 0; i < 5; i++) await turn();
	expect(told).toEqual([]);
	expect(await store.replay("r", { ...(await store.load("other")).position }, 9)).toEqual([]);
	await store.apply("other", { type: "append", body: "not held up" });
	release();
	await Promise.all(all);
	expect(told.slice(0, 2)).toEqual(["event", "event"]);
	expect(told.slice(2).sort()).toEqual(["append", "cas", "get", "load", "put"]);
	expect(await store.get("r", "k")).toBe("new");
});

test("commands of one moment share a write, and those during a write the next", async () => {
	const store = await open(tempFolder());
	const disk = onBatch(turn);
	const put = (i: number) =>
		store.apply(`r${i % 7}`, { type: "put", key: `${i}`, value: `${i}`, body: "e" });
	const first = Promise.all(Array.from({ length: 500 }, (_, i) => put(i)));
	await turn();
	const second = Promise.all(Array.from({ length: 500 }, (_, i) => put(500 + i)));
	await Promise.all([first, second]);
	expect(disk.calls).toBe(2);
	await store.apply("r", { type: "put", key: "k", value: "v" });
	await store.apply("r", { type: "put", key: "k", value: "v" });
	expect(disk.calls).toBe(3);
});

test("both fields of a vote share a write, and survive", async () => {
	const folder = tempFolder();
	const first = await open(folder);
	const disk = onBatch(turn);
	const vote = (choice: string) =>
		first.apply("r", { type: "vote", key: "poll", ballot: "ann", choice });
	await vote("\ud800");
	expect(disk.calls).toBe(1);
	expect(await vote("\ud800")).toMatchObject({ applied: true });
	expect(disk.calls).toBe(1);
	await vote("tea");
	expect(disk.calls).toBe(2);
	const { fields } = await first.load("r");
	expect(fields.get("poll")).toBe('[["tea",1]]');
	await first.close();
	expect((await (await open(folder)).load("r")).fields).toEqual(fields);
});

test("a write error is final and takes back what nobody was told", async () => {
	const folder = tempFolder();
	const store = await open(folder);
	const events: unknown[] = [];
	await store.subscribe("r", "now", (event) => events.push(event));
	const put = (key: string, value: string) =>
		store.apply("r", { type: "put", key, value, body: `${key}=${value}` });
	const vote = (choice: string | null) =>
		store.apply("r", { type: "vote", key: "poll", ballot: "ann", choice });
	await put("k", "safe");
	await vote("safe");
	const safe = await store.load("r");
	let fail = (_: Error): void => {};
	const disk = new Promise<void>((_, reject) => {
		fail = reject;
	});
	const calls = onBatch(() => disk);

	const writes = [put("k", "lost"), put("n", "lost"), put("k", "lost again")];
	writes.push(vote("lost"), vote("lost again"), vote(null));
	const reads = [store.get("r", "k"), store.load("r")];
	await turn();
	await turn();
	writes.push(put("k", "lost in the next group"), put("new", "lost"), vote("lost"));
	fail(new Error("no space left\non device"));

	const error = { name: "EnvironmentError", code: "store-failed" };
	for (const write of writes) await expect(write).rejects.toMatchObject(error);
	expect(await Promise.all(reads)).toEqual(["safe", safe]);
	expect(await store.load("r")).toEqual(safe);
	expect(events).toEqual([{ seq: 1, body: "k=safe", value: "safe" }]);
	await expect(put("k", "late")).rejects.toMatchObject(error);
	await expect(store.apply("r", { type: "append", body: "late" })).rejects.toMatchObject(error);
	expect(store.health()).toEqual({
		ok: false,
		reason: expect.stringMatching(/no space left; mend/),
	});
	expect(calls.calls).toBe(1);
	await store.join("r", "m", "");
	expect((await store.members("r")).size).toBe(1);
	await store.close();
	vi.restoreAllMocks();
	expect((await (await open(folder)).load("r")).fields).toEqual(safe.fields);
});
