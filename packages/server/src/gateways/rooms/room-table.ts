import type { RoomEvent, Snapshot } from "@gw-sim/store";
import { Follower, type Replica } from "../../follower.js";
import { directoryRoom } from "./fields.js";
import { Room, type RoomOptions } from "./room.js";

/** Rooms without a socket that stay loaded, with their ephemeral polls; the longest unused goes first. */
const maxIdle = 1000;

/** For so long a handshake may be between asking for a room and entering it. */
const graceMs = 30_000;

/** The rooms that exist, and those of them that are loaded. */
export class RoomTable implements Replica {
	readonly #options: RoomOptions;
	readonly #names = new Set<string>();
	readonly #loaded = new Map<string, Room>();
	readonly #loading = new Map<string, Promise<Room>>();
	/** When each loaded room without a socket was last asked for; longest ago first. */
	readonly #idle = new Map<Room, number>();
	#directory: Promise<Follower> | null = null;

	constructor(options: RoomOptions) {
		this.#options = options;
	}

	/** The room of this name, made where there is none; null where there are too many. */
	async enter(name: string): Promise<Room | null> {
		await this.#ready();
		if (!this.#names.has(name) && !(await this.#create(name))) return null;
		return this.#load(name);
	}

	/** The room of this name; null where nobody was ever in it. */
	async find(name: string): Promise<Room | null> {
		await this.#ready();
		return this.#names.has(name) ? this.#load(name) : null;
	}

	/** A socket is on its way into a room that it asked for; `left` is to follow. */
	entered(room: Room): void {
		room.sockets++;
		this.#idle.delete(room);
	}

	left(room: Room): void {
		room.sockets--;
		if (room.sockets === 0) this.#rest(room);
	}

	load({ fields }: Snapshot): void {
		for (const name of fields.keys()) this.#names.add(name);
	}

	apply({ body }: RoomEvent): void {
		this.#names.add(body);
	}

	lost(why: string): void {
		this.#directory = null;
		this.#options.failed(directoryRoom, why);
	}

	/** Stops following everything. */
	stop(): void {
		this.#directory?.then((follower) => follower.end()).catch(() => {});
		for (const room of this.#loaded.values()) room.end();
		for (const room of this.#loading.values()) room.then((it) => it.end()).catch(() => {});
	}

	async #ready(): Promise<void> {
		this.#directory ??= Follower.follow(this.#options.store, directoryRoom, this);
		try {
			await this.#directory;
		} catch (error) {
			this.#directory = null;
			throw error;
		}
	}

	async #create(name: string): Promise<boolean> {
		const { store, limits } = this.#options;
		if (this.#names.size >= limits.rooms) return false;
		this.#names.add(name);
		try {
			const command = { type: "cas", key: name, expected: null, value: "", body: name } as const;
			await store.apply(directoryRoom, command);
		} catch (error) {
			this.#names.delete(name);
			throw error;
		}
		return true;
	}

	async #load(name: string): Promise<Room> {
		const loaded = this.#loaded.get(name);
		if (loaded !== undefined && !loaded.isLost) {
			if (loaded.sockets === 0) this.#rest(loaded);
			return loaded;
		}
		const loading = this.#loading.get(name) ?? this.#open(name);
		this.#loading.set(name, loading);
		return loading;
	}

	async #open(name: string): Promise<Room> {
		try {
			const room = await Room.open(name, this.#options);
			this.#unload(name);
			this.#loaded.set(name, room);
			this.#rest(room);
			return room;
		} finally {
			this.#loading.delete(name);
		}
	}

	/** Notes that a room without a socket was asked for just now, and unloads what is unused for long. */
	#rest(room: Room): void {
		if (this.#loaded.get(room.name) !== room) return;
		const now = this.#options.clock.now();
		this.#idle.delete(room);
		this.#idle.set(room, now);
		for (const [oldest, since] of this.#idle) {
			if (this.#idle.size <= maxIdle || now - since < graceMs) break;
			this.#unload(oldest.name);
		}
	}

	#unload(name: string): void {
		const room = this.#loaded.get(name);
		if (room === undefined) return;
		this.#loaded.delete(name);
		this.#idle.delete(room);
		room.end();
	}
}
