import { type Random, uuidV4 } from "@gw-sim/core";
import type { EventLogOptions, Subscriber } from "./event-log.js";
import { Room } from "./room.js";
import type { Listener, Position, RoomEvent, Unsubscribe } from "./store.js";

export interface RoomsOptions {
	readonly random: Random;
	readonly log: EventLogOptions;
	/** Rooms with nothing but past events that are kept so that these can be replayed. */
	readonly idleRooms: number;
	/** Characters of bodies and values that all those rooms together keep. */
	readonly idleSize: number;
}

/** All rooms by name, and the epochs that tell one life of a room from the next. */
export class Rooms {
	readonly #options: RoomsOptions;
	readonly #rooms = new Map<string, Room>();
	/** Characters of bodies and values by name, least recently used first. */
	readonly #idle = new Map<string, number>();
	#idleSize = 0;
	/**
	 * The epoch of rooms that do not exist yet. It is drawn anew when a room that had events is
	 * forgotten, so a position in its past never looks like one in a later life.
	 */
	#epoch: string;

	constructor(options: RoomsOptions) {
		this.#options = options;
		this.#epoch = uuidV4(options.random);
	}

	/** Rooms that hold memory. */
	get size(): number {
		return this.#rooms.size;
	}

	/** The room, where it exists. */
	find(name: string): Room | undefined {
		return this.#rooms.get(name);
	}

	/** Runs something on a room, which begins to exist for it and is forgotten after it if idle. */
	use<T>(name: string, run: (room: Room) => T): T {
		let room = this.#rooms.get(name);
		if (room === undefined) {
			room = new Room(name, this.#epoch, this.#options.log);
			this.#rooms.set(name, room);
		}
		this.#unidle(name);
		try {
			return run(room);
		} finally {
			this.#settle(room);
		}
	}

	position(name: string): Position {
		return this.find(name)?.position ?? { epoch: this.#epoch, seq: 0 };
	}

	/** As `Store.replay`. */
	replay(name: string, after: Position, limit: number): readonly RoomEvent[] | "reset" {
		if (after.epoch !== this.position(name).epoch) return "reset";
		const room = this.find(name);
		if (room !== undefined) return room.log.after(after.seq, limit);
		return after.seq === 0 ? [] : "reset";
	}

	/** As `Store.subscribe`. */
	subscribe(name: string, from: Position | "now", listener: Listener): Unsubscribe {
		return this.use(name, (room) => {
			const isKnown = from === "now" || from.epoch === room.position.epoch;
			// -1 is before everything, so the log answers "reset".
			const seq = from === "now" ? room.log.seq : isKnown ? from.seq : -1;
			return this.#unsubscribe(room, room.log.subscribe(seq, listener));
		});
	}

	unsubscribeAll(): void {
		for (const room of this.#rooms.values()) room.log.unsubscribeAll();
	}

	/** Made here, since a function made in `subscribe` would keep the arguments of that. */
	#unsubscribe(room: Room, subscriber: Subscriber): Unsubscribe {
		return () => {
			room.log.unsubscribe(subscriber);
			this.#settle(room);
		};
	}

	#settle(room: Room): void {
		const { name } = room;
		if (!room.isIdle || this.#rooms.get(name) !== room) return;
		if (room.log.seq === 0) {
			this.#rooms.delete(name);
			return;
		}
		this.#unidle(name);
		this.#idle.set(name, room.log.size);
		this.#idleSize += room.log.size;
		const { idleRooms, idleSize } = this.#options;
		for (const oldest of this.#idle.keys()) {
			if (this.#idle.size <= idleRooms && this.#idleSize <= idleSize) break;
			this.#forget(oldest);
		}
	}

	#unidle(name: string): void {
		this.#idleSize -= this.#idle.get(name) ?? 0;
		this.#idle.delete(name);
	}

	#forget(name: string): void {
		this.#unidle(name);
		this.#rooms.delete(name);
		this.#epoch = uuidV4(this.#options.random);
	}
}
