import type { Snowflake } from "@gw-sim/protocols/chat";

/** An event of a room, without its number. Whoever holds one holds all that came after it. */
export interface Happening {
	readonly head: string;
	/** The session that is not told; null for none. */
	readonly except: Snowflake | null;
	next: Happening | null;
}

/** What a room's history begins with. */
export function beginning(): Happening {
	return { head: "", except: null, next: null };
}

/**
 * The last events that one session was told. All sessions of a room have its history in common, and
 * hold no more of their own than a place in it: a list for each would be most of what a client takes.
 */
export class SessionHistory {
	readonly #session: Snowflake;
	readonly #max: number;
	/** Events from before `#since`: from other rooms, or meant for this session alone. */
	#earlier: string[] = [];
	/** The last event in the room's history that is not kept, or is among the earlier ones. */
	#since: Happening;
	#size = 0;
	/** Events after `#since` that the session was not told. */
	#passed = 0;

	/** @param max Events that are kept. */
	constructor(session: Snowflake, last: Happening, max: number) {
		this.#session = session;
		this.#since = last;
		this.#max = max;
	}

	/** Events that are kept. */
	get size(): number {
		return this.#size;
	}

	/** The room's history has one event more. */
	add({ except }: Happening): void {
		if (except !== this.#session) this.#grow();
		// The session's own doings must not make it hold a history without end.
		else if (++this.#passed > this.#max) this.#compact();
	}

	/** Adds an event that is in no room's history; the session goes on from `last` of its room. */
	interject(head: string, last: Happening): void {
		this.#earlier = this.heads();
		this.#earlier.push(head);
		this.#goOnFrom(last);
		this.#grow();
	}

	/** Forgets the oldest events. */
	drop(count: number): void {
		for (let left = Math.min(count, this.#size); left > 0; left--) this.#dropOldest();
	}

	/** What is kept, oldest first. */
	heads(): string[] {
		const heads = [...this.#earlier];
		for (let event = this.#since.next; event !== null; event = event.next)
			if (event.except !== this.#session) heads.push(event.head);
		return heads;
	}

	#grow(): void {
		this.#size++;
		if (this.#size > this.#max) this.#dropOldest();
	}

	#dropOldest(): void {
		this.#size--;
		if (this.#earlier.length > 0) {
			this.#earlier.shift();
			return;
		}
		let oldest = this.#since.next;
		while (oldest !== null && oldest.except === this.#session) {
			this.#passed--;
			oldest = oldest.next;
		}
		if (oldest !== null) this.#since = oldest;
	}

	#compact(): void {
		let last = this.#since;
		while (last.next !== null) last = last.next;
		this.#earlier = this.heads();
		this.#goOnFrom(last);
	}

	#goOnFrom(last: Happening): void {
		this.#since = last;
		this.#passed = 0;
	}
}
