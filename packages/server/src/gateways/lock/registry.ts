import { isJsonObject, type JsonObject, parseJson, type Random, uuidV4 } from "@gw-sim/core";
import {
	type LockState,
	type LockUser,
	newLockState,
	type PairedType,
	parseLockState,
} from "@gw-sim/protocols/lock";
import type { Store } from "@gw-sim/store";
import * as v from "valibot";
import { itemsRoom, lockIndexRoom, lockRoom } from "./rooms.js";

/** Texts whose parsed states are kept. */
const maxParsed = 256;

/** Something that was paired through a lock. */
export interface PairedItem {
	readonly serial: string;
	/** The label that the pair request gave. */
	readonly name: string;
	readonly type: PairedType;
	readonly user: LockUser;
	/** Serial of the lock. */
	readonly lock: string;
}

/** The part of a lock's state that an administrator sets. */
export interface LockPatch {
	readonly name?: string | null | undefined;
	readonly mode?: 1 | 2 | null | undefined;
	readonly feature_flags?: readonly string[] | undefined;
	readonly config?: JsonObject | null | undefined;
}

const pairedItem: v.GenericSchema<unknown, PairedItem> = v.object({
	serial: v.string(),
	name: v.string(),
	type: v.picklist(["tag", "mobile_phone"]),
	user: v.object({ id: v.number(), email: v.string() }),
	lock: v.string(),
});

/** The locks and paired items that the hub knows; all of it lives in the store. */
export class Registry {
	readonly #store: Store;
	readonly #random: Random;
	readonly #maxLocks: number;
	/** States by the text they were read from; most of what is read has been read before. */
	readonly #parsed = new Map<string, LockState | null>();
	/** Locks in the index when it was first needed, and those made here since. */
	#count: number | undefined;

	constructor(store: Store, random: Random, maxLocks: number) {
		this.#store = store;
		this.#random = random;
		this.#maxLocks = maxLocks;
	}

	/** A lock's state; null for a serial that never joined. */
	async find(serial: string): Promise<LockState | null> {
		return this.#readState(await this.#store.get(lockRoom(serial), "state"));
	}

	/** A lock's state, with a new uuid for a serial that never joined; null when there is no room. */
	async findOrCreate(serial: string): Promise<LockState | null> {
		const known = await this.find(serial);
		if (known !== null) return known;
		this.#count ??= (await this.#store.load(lockIndexRoom)).fields.size;
		if (this.#count >= this.#maxLocks) return null;
		this.#count++;
		const fresh = newLockState(serial, uuidV4(this.#random));
		// Index and state belong to one group of writes; where another node was first, its state wins
		// and our index entry leads to a state with another uuid, which `findByUuid` takes for none.
		const [, applied] = await Promise.all([
			this.#store.apply(lockIndexRoom, { type: "put", key: fresh.uuid, value: serial }),
			this.#store.apply(lockRoom(serial), {
				type: "cas",
				key: "state",
				expected: null,
				value: JSON.stringify(fresh),
			}),
		]);
		return this.#readState(applied.value);
	}

	async findByUuid(uuid: string): Promise<LockState | null> {
		const serial = await this.#store.get(lockIndexRoom, uuid);
		const state = serial === null ? null : await this.find(serial);
		return state?.uuid === uuid ? state : null;
	}

	async all(): Promise<readonly LockState[]> {
		const { fields } = await this.#store.load(lockIndexRoom);
		const states = await Promise.all([...fields.keys()].map((uuid) => this.findByUuid(uuid)));
		return states.filter((state) => state !== null);
	}

	/** The state after the change; null for an unknown uuid. */
	async update(uuid: string, patch: LockPatch): Promise<LockState | null> {
		const serial = await this.#store.get(lockIndexRoom, uuid);
		if (serial === null) return null;
		const room = lockRoom(serial);
		for (;;) {
			const expected = await this.#store.get(room, "state");
			const state = this.#readState(expected);
			if (state?.uuid !== uuid) return null;
			const next: LockState = {
				...state,
				...(patch.name === undefined ? {} : { name: patch.name }),
				...(patch.mode === undefined ? {} : { mode: patch.mode }),
				...(patch.feature_flags === undefined ? {} : { feature_flags: patch.feature_flags }),
				...(patch.config === undefined ? {} : { config: patch.config }),
			};
			const value = JSON.stringify(next);
			const { applied } = await this.#store.apply(room, {
				type: "cas",
				key: "state",
				expected,
				value,
			});
			if (applied) return next;
		}
	}

	async addItem(item: PairedItem): Promise<void> {
		const value = JSON.stringify(item);
		await this.#store.apply(itemsRoom, { type: "put", key: item.serial, value });
	}

	async findItem(serial: string): Promise<PairedItem | null> {
		return readItem(await this.#store.get(itemsRoom, serial));
	}

	async items(): Promise<readonly PairedItem[]> {
		const { fields } = await this.#store.load(itemsRoom);
		return [...fields.values()].map(readItem).filter((item) => item !== null);
	}

	#readState(text: string | null): LockState | null {
		if (text === null) return null;
		let state = this.#parsed.get(text);
		if (state === undefined) {
			const value = parseJson(text);
			state = value === undefined ? null : parseLockState(value);
			if (this.#parsed.size >= maxParsed) this.#parsed.clear();
			this.#parsed.set(text, state);
		}
		return state;
	}
}

function readItem(text: string | null): PairedItem | null {
	const value = text === null ? undefined : parseJson(text);
	if (!isJsonObject(value)) return null;
	const result = v.safeParse(pairedItem, value);
	return result.success ? result.output : null;
}
