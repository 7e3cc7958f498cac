import type { JsonObject, Random } from "@gw-sim/core";
import {
	type AccessReply,
	judgeCompletion,
	type LockState,
	type LockUser,
	type PairedType,
	type PairPayload,
	type Payload,
	parseAccessRequest,
} from "@gw-sim/protocols/lock";
import type { Store } from "@gw-sim/store";
import type { Channel } from "./channel.js";
import { Registry } from "./registry.js";
import { Topics } from "./topics.js";

/** Pairs that may wait for their lock; beyond, the oldest is forgotten. */
const maxPendingPairs = 10_000;

export interface HubOptions {
	readonly store: Store;
	readonly random: Random;
	readonly user: LockUser;
	readonly maxLocks: number;
	/** A lock's topic gets no messages any more. */
	readonly failed: (serial: string, why: string) => void;
}

/** The smart-home hub: locks, pairing and access, over shared state. */
export class LockHub {
	readonly registry: Registry;
	readonly #topics: Topics;
	readonly #user: LockUser;
	/** By the lock's serial; every node that delivers a pair request knows it. */
	readonly #pendingPairs = new Map<string, PairPayload>();
	/** What ends a display channel's following of another lock. */
	readonly #follows = new Map<Channel, Promise<() => void>>();

	constructor({ store, random, user, maxLocks, failed }: HubOptions) {
		this.registry = new Registry(store, random, maxLocks);
		this.#user = user;
		this.#topics = new Topics({
			store,
			failed,
			published: (serial, { event, payload }) => {
				if (event === "mode:pair") this.#expectPair(serial, payload);
			},
		});
	}

	/** Puts a channel on its lock's topic; null when no more locks are taken. */
	async join(channel: Channel): Promise<LockState | null> {
		const state = await this.registry.findOrCreate(channel.serial);
		if (state === null) return null;
		await this.#topics.add(channel);
		const master = displayMaster(state);
		if (master !== null && state.feature_flags.includes("display")) {
			const follow = this.#topics.followLockEvents(master, channel);
			this.#follows.set(channel, follow);
			await follow;
		}
		return state;
	}

	async leave(channel: Channel): Promise<void> {
		const follow = this.#follows.get(channel);
		this.#follows.delete(channel);
		await this.#topics.remove(channel);
		(await follow)?.();
	}

	/**
	 * Tells a lock to pair its next item.
	 * @returns How many channels were told; a lock that is off line never learns of it.
	 */
	async requestPair(lock: string, name: string, type: PairedType): Promise<number> {
		const delivered = await this.#topics.audience(lock);
		if (delivered === 0) return 0;
		const payload: PairPayload = { user: this.#user, name, type, lock };
		await this.#topics.publish(lock, "mode:pair", payload);
		return delivered;
	}

	/** Stores the item of a `pair:complete`; the result is null, or why it was refused. */
	async completePair(lock: string, payload: Payload): Promise<string | null> {
		const pending = this.#pendingPairs.get(lock);
		const verdict = judgeCompletion(payload, pending);
		if (!verdict.ok) return verdict.reason;
		if (pending === undefined) return "unknown pair";
		this.#pendingPairs.delete(lock);
		try {
			await this.registry.addItem({ ...pending, lock, serial: verdict.itemSerial });
		} catch (error) {
			if (!this.#pendingPairs.has(lock)) this.#pendingPairs.set(lock, pending);
			throw error;
		}
		return null;
	}

	/** Whether an item opens a lock: it does where it was paired through that very lock. */
	async judgeAccess(lock: string, payload: Payload): Promise<AccessReply> {
		const denied = { user: null, access: false };
		const request = parseAccessRequest(payload);
		if (request === null) return denied;
		const item = await this.registry.findItem(request.device);
		if (item === null || item.lock !== lock) return denied;
		const state = await this.registry.find(lock);
		return state?.uuid === request.uuid ? { user: item.user, access: true } : denied;
	}

	/** Passes what a lock tells on to the displays that follow it. */
	async lockEvent(lock: string, from: string, message: unknown): Promise<void> {
		await this.#topics.publishLockEvent(lock, { from, message });
	}

	#expectPair(serial: string, payload: JsonObject): void {
		const { name, type, lock } = payload;
		if (typeof name !== "string" || lock !== serial) return;
		if (type !== "tag" && type !== "mobile_phone") return;
		this.#pendingPairs.delete(serial);
		this.#pendingPairs.set(serial, { user: this.#user, name, type, lock: serial });
		const [oldest] = this.#pendingPairs.keys();
		if (this.#pendingPairs.size > maxPendingPairs && oldest !== undefined)
			this.#pendingPairs.delete(oldest);
	}
}

/** `config.display.master`: the serial of the lock whose events a display shows. */
function displayMaster(state: LockState): string | null {
	const display = state.config?.display;
	if (typeof display !== "object" || display === null || !("master" in display)) return null;
	return typeof display.master === "string" ? display.master : null;
}
