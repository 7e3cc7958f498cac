import type { Profile, Subscription } from "@gw-sim/protocols/rooms";
import type { SharedFrame } from "@gw-sim/transport";
import { Subscribers } from "./subscribers.js";

/** A connection, as its room sees it. */
export interface Listener {
	readonly profile: Profile;
	hear(frame: SharedFrame): void;
	/** Ends the connection, since the room is lost. */
	cut(): void;
}

/** The connections of a room, and who of them hears what. */
export class Audience implements Iterable<Listener> {
	readonly subscribers: Subscribers<Listener> = new Subscribers();
	readonly #listeners = new Set<Listener>();
	/** Administrators by the type of message that they relay; null where there is none. */
	#relays: Map<string, Set<Listener>> | null = null;

	get size(): number {
		return this.#listeners.size;
	}

	add(listener: Listener): void {
		this.#listeners.add(listener);
	}

	remove(listener: Listener): void {
		this.#listeners.delete(listener);
		this.subscribers.removeAll(listener);
		this.stopRelaying(listener);
	}

	/** Sends one frame, encoded once, to the subscribers of something, or to everybody. */
	tell(to: Subscription | null, frame: string): void {
		const shared: SharedFrame = { frame };
		for (const listener of to === null ? this.#listeners : this.subscribers.of(to))
			listener.hear(shared);
	}

	/** Those that are told of every message of a type; null where nobody is. */
	relaying(type: string): ReadonlySet<Listener> | null {
		return this.#relays?.get(type) ?? null;
	}

	relay(type: string, listener: Listener): void {
		this.#relays ??= new Map();
		const listeners = this.#relays.get(type) ?? new Set();
		this.#relays.set(type, listeners.add(listener));
	}

	/** Ends a listener's relay of one type, or of all. */
	stopRelaying(listener: Listener, only?: string): void {
		if (this.#relays === null) return;
		for (const [type, listeners] of this.#relays) {
			if (only !== undefined && type !== only) continue;
			listeners.delete(listener);
			if (listeners.size === 0) this.#relays.delete(type);
		}
		if (this.#relays.size === 0) this.#relays = null;
	}

	/** How many types a listener relays. */
	relaysOf(listener: Listener): number {
		let count = 0;
		for (const listeners of this.#relays?.values() ?? []) if (listeners.has(listener)) count++;
		return count;
	}

	[Symbol.iterator](): Iterator<Listener> {
		return this.#listeners.values();
	}
}
