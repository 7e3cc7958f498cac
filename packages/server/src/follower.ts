import { messageOf } from "@gw-sim/core";
import type { RoomEvent, Snapshot, Store, Unsubscribe } from "@gw-sim/store";

/** Kept up to date with a room of the store. */
export interface Replica {
	/** Takes the room's whole state in, in place of what it had. */
	load(snapshot: Snapshot): void;
	/** Takes in what happened since; called in order and without gaps. */
	apply(event: RoomEvent): void;
	/** It is not told anything any more. */
	lost(why: string): void;
}

/**
 * Keeps a replica of a store's room up to date. Where the room's history has a gap, the replica is
 * loaded anew; what happened in the gap is then in its state, but not told event by event.
 */
export class Follower {
	readonly #store: Store;
	readonly #room: string;
	readonly #replica: Replica;
	#unsubscribe: Unsubscribe = () => {};
	#isEnded = false;

	private constructor(store: Store, room: string, replica: Replica) {
		this.#store = store;
		this.#room = room;
		this.#replica = replica;
	}

	/** Resolves once the replica is loaded and follows. */
	static async follow(store: Store, room: string, replica: Replica): Promise<Follower> {
		const follower = new Follower(store, room, replica);
		await follower.#start();
		return follower;
	}

	/** From now on the replica is told nothing. */
	end(): void {
		this.#isEnded = true;
		this.#unsubscribe();
	}

	async #start(): Promise<void> {
		let isFollowing = false;
		let isReset = false;
		const snapshot = await this.#store.load(this.#room);
		if (this.#isEnded) return;
		this.#replica.load(snapshot);
		const unsubscribe = await this.#store.subscribe(this.#room, snapshot.position, (event) => {
			if (this.#isEnded) return;
			if (event !== "reset") this.#replica.apply(event);
			else if (isFollowing) this.#restart();
			// The history may be gone before the subscription stands.
			else isReset = true;
		});
		isFollowing = true;
		if (this.#isEnded || isReset) unsubscribe();
		else this.#unsubscribe = unsubscribe;
		if (isReset) await this.#start();
	}

	#restart(): void {
		this.#start().catch((error: unknown) => {
			if (!this.#isEnded) this.#replica.lost(messageOf(error));
		});
	}
}
