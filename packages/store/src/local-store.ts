import { type Clock, ClosedError, type Random, UsageError } from "@gw-sim/core";
import { Rooms } from "./rooms.js";
import { SessionTable } from "./session-table.js";
import type {
	Applied,
	Command,
	Health,
	Listener,
	Position,
	RoomEvent,
	Sessions,
	Snapshot,
	Store,
	Unsubscribe,
} from "./store.js";

export interface LocalStoreOptions {
	/** Tells when sessions expire. */
	readonly clock: Clock;
	/** Makes the epochs. */
	readonly random: Random;
	/** Events kept for replay in each room, at least 1. @defaultValue 256 */
	readonly logLength?: number;
	/**
	 * Characters of bodies and values kept for replay in each room; the last event stays whatever its
	 * size.
	 * @defaultValue 1_048_576
	 */
	readonly logSize?: number;
	/**
	 * Rooms with no field, member or subscriber that keep their events for replay; the least recently
	 * used is forgotten. @defaultValue 1000
	 */
	readonly idleRooms?: number;
	/** Characters of bodies and values that all those rooms together keep. @defaultValue 16_777_216 */
	readonly idleSize?: number;
	/** Sessions held at once; the oldest gives way. @defaultValue 100_000 */
	readonly maxSessions?: number;
	/** Given what a subscriber's listener threw; by default that is dropped. */
	readonly listenerFailed?: (error: unknown) => void;
}

/** What the stores of one process have in common: everything that is never written down. */
export abstract class LocalStore implements Store {
	readonly session: Sessions;
	protected readonly rooms: Rooms;
	#closing: Promise<void> | null = null;

	constructor(options: LocalStoreOptions) {
		const { clock, random, logLength = 256, logSize = 1_048_576 } = options;
		const { idleRooms = 1000, idleSize = 16_777_216, maxSessions = 100_000 } = options;
		atLeast("logLength", logLength, 1);
		atLeast("logSize", logSize, 0);
		atLeast("idleRooms", idleRooms, 0);
		atLeast("idleSize", idleSize, 0);
		atLeast("maxSessions", maxSessions, 1);
		const listenerFailed = options.listenerFailed ?? (() => {});
		this.rooms = new Rooms({
			random,
			idleRooms,
			idleSize,
			log: { length: logLength, size: logSize, listenerFailed },
		});
		const table = new SessionTable(clock, maxSessions);
		this.session = {
			put: async (id, value, ttlMs) => {
				this.assertOpen();
				table.put(id, value, ttlMs);
			},
			take: async (id) => {
				this.assertOpen();
				return table.take(id);
			},
		};
	}

	abstract apply(room: string, command: Command): Promise<Applied>;
	abstract get(room: string, key: string): Promise<string | null>;
	abstract load(room: string): Promise<Snapshot>;

	async replay(
		room: string,
		after: Position,
		limit: number,
	): Promise<readonly RoomEvent[] | "reset"> {
		this.assertOpen();
		return this.rooms.replay(room, after, limit);
	}

	async subscribe(room: string, from: Position | "now", listener: Listener): Promise<Unsubscribe> {
		this.assertOpen();
		return this.rooms.subscribe(room, from, listener);
	}

	async join(room: string, member: string, meta: string): Promise<void> {
		this.assertOpen();
		this.rooms.use(room, ({ members }) => members.set(member, meta));
	}

	async leave(room: string, member: string): Promise<void> {
		this.assertOpen();
		this.rooms.use(room, ({ members }) => members.delete(member));
	}

	async members(room: string): Promise<ReadonlyMap<string, string>> {
		this.assertOpen();
		return new Map(this.rooms.find(room)?.members);
	}

	health(): Health {
		return this.#closing === null ? { ok: true } : { ok: false, reason: "the store is closed" };
	}

	close(): Promise<void> {
		this.#closing ??= this.shut().finally(() => this.rooms.unsubscribeAll());
		return this.#closing;
	}

	/** Finishes what is under way; nothing new begins meanwhile. */
	protected abstract shut(): Promise<void>;

	protected assertOpen(): void {
		if (this.#closing !== null)
			throw new ClosedError("the store is closed", { code: "store-closed" });
	}

	protected readField(room: string, key: string): string | null {
		return this.rooms.find(room)?.fields.get(key) ?? null;
	}

	protected readRoom(room: string): Snapshot {
		return {
			position: this.rooms.position(room),
			fields: new Map(this.rooms.find(room)?.fields),
		};
	}
}

function atLeast(name: string, value: number, min: number): void {
	if (!Number.isInteger(value) || value < min)
		throw new UsageError(`${name} must be a whole number of at least ${min}`);
}
