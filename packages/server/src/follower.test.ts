import { seededRandom } from "@gw-sim/core";
import { type Listener, MemoryStore, type Snapshot, type Unsubscribe } from "@gw-sim/store";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Follower, type Replica } from "./follower.js";

/** A store whose subscriptions can be reset, and whose loads can fail. */
class FickleStore extends MemoryStore {
	following = 0;
	/** How many of the next subscriptions find that their position is gone. */
	gone = 0;
	isUnreadable = false;
	/** What ends each subscription. */
	readonly #ends = new Map<Listener, Unsubscribe>();

	constructor() {
		super({ clock: new VirtualClock(), random: seededRandom("fickle") });
	}

	override async load(room: string): Promise<Snapshot> {
		if (this.isUnreadable) throw new Error("unreadable");
		return super.load(room);
	}

	override async subscribe(
		room: string,
		from: Parameters<MemoryStore["subscribe"]>[1],
		listener: Listener,
	): Promise<Unsubscribe> {
		const end = await super.subscribe(room, from, listener);
		this.following++;
		this.#ends.set(listener, () => {
			if (this.#ends.delete(listener)) this.following--;
			end();
		});
		const unsubscribe = this.#ends.get(listener) as Unsubscribe;
		if (this.gone-- > 0) this.reset();
		return unsubscribe;
	}

	/** The last that the listeners are told. */
	reset(): void {
		for (const [listener, unsubscribe] of [...this.#ends]) {
			unsubscribe();
			listener("reset");
		}
	}
}

function replica(): Replica & { readonly told: string[] } {
	const told: string[] = [];
	return {
		told,
		load: ({ fields }) => told.push(`load ${fields.get("k") ?? "-"}`),
		apply: ({ value }) => told.push(`apply ${value}`),
		lost: (why) => told.push(`lost ${why}`),
	};
}

const put = (store: MemoryStore, value: string) =>
	store.apply("r", { type: "put", key: "k", value, body: "e" });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a replica is loaded, told of every change, and after the end of nothing", async () => {
	const store = new FickleStore();
	await put(store, "1");
	const it = replica();
	const follower = await Follower.follow(store, "r", it);
	await put(store, "2");
	follower.end();
	await put(store, "3");
	expect(it.told).toEqual(["load 1", "apply 2"]);
	expect(store.following).toBe(0);
});

test("a gap in the history loads it anew, one that opens while it begins to follow too", async () => {
	const store = new FickleStore();
	store.gone = 2;
	const it = replica();
	const follower = await Follower.follow(store, "r", it);
	expect(it.told).toEqual(["load -", "load -", "load -"]);
	expect(store.following).toBe(1);
	await put(store, "1");
	store.reset();
	await turn();
	await put(store, "2");
	expect(it.told.slice(3)).toEqual(["apply 1", "load 1", "apply 2"]);
	follower.end();
	store.reset();
	await turn();
	expect(it.told).toHaveLength(6);
});

test("a replica that cannot be loaded anew is told so, unless it has ended", async () => {
	const store = new FickleStore();
	const [lost, ended] = [replica(), replica()];
	await Follower.follow(store, "r", lost);
	const follower = await Follower.follow(store, "r", ended);
	store.isUnreadable = true;
	store.reset();
	follower.end();
	await turn();
	expect(lost.told).toEqual(["load -", "lost unreadable"]);
	expect(ended.told).toEqual(["load -"]);
	await expect(Follower.follow(store, "r", replica())).rejects.toThrow("unreadable");
});
