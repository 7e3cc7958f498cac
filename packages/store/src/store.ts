/** A point in a room's history. Opaque to clients apart from being equal or not. */
export interface Position {
	/** The life of the room that `seq` counts in; another epoch means another history. */
	readonly epoch: string;
	/** The last event seen: events count 1, 2, 3 … without holes; 0 is before the first. */
	readonly seq: number;
}

export interface RoomEvent {
	readonly seq: number;
	/** Exactly the text that the command carried. */
	readonly body: string;
	/** The command's field right after it: what its `Applied.value` is. */
	readonly value: string | null;
}

/**
 * One atomic step on a room. Any string is an ordinary room or key, `__proto__` and "" too.
 *
 * The command's `body` is published as an event if, and only if, the command takes effect. Only
 * events take sequence numbers: without a body the step is silent.
 */
export type Command = { readonly body?: string } & (
	| { readonly type: "put"; readonly key: string; readonly value: string }
	/** Takes no effect where the field is absent. */
	| { readonly type: "remove"; readonly key: string }
	/** Compare and set; null stands for an absent field on both sides. */
	| {
			readonly type: "cas";
			readonly key: string;
			readonly expected: string | null;
			readonly value: string | null;
	  }
	/**
	 * Adds decimal text to a field of decimal text, exactly; absent counts as 0. Takes no effect where
	 * the sum would need |sum| >= 10^21 or more than 20 decimals.
	 */
	| { readonly type: "add"; readonly key: string; readonly delta: string }
	/**
	 * Moves one voter's ballot: takes its earlier choice out of the tally in field `key`, puts the new
	 * one in, and keeps the choice in field `ballot`. A choice of null takes the ballot back, and has
	 * no effect where there is none. Voting again for the same choice takes effect and changes nothing.
	 *
	 * The tally's text is what `parseTally` reads; absent counts as empty. A choice that nobody holds
	 * any more leaves it, and comes last if it comes again; the emptied tally stays. A ballot that the
	 * tally does not hold, since one of the two was written otherwise, has nothing to take out.
	 */
	| {
			readonly type: "vote";
			readonly key: string;
			readonly ballot: string;
			readonly choice: string | null;
	  }
	/** Touches no field. */
	| { readonly type: "append"; readonly body: string }
);

export interface Applied {
	/** Whether the command took effect. */
	readonly applied: boolean;
	/**
	 * The value of the field `key` now, which for `vote` is the tally; null where it is absent, and for
	 * `append`.
	 */
	readonly value: string | null;
	/** Right after the command: its own event where it published one. */
	readonly position: Position;
}

/** A room's fields (in no particular order) and the position at which they were read. */
export interface Snapshot {
	readonly position: Position;
	readonly fields: ReadonlyMap<string, string>;
}

/**
 * Called for each event. `"reset"` comes at most once, as the last call: events after the asked
 * position are gone, so load the room and subscribe anew.
 */
export type Listener = (event: RoomEvent | "reset") => void;

/** Ends a subscription at once; calling it again does nothing. */
export type Unsubscribe = () => void;

export interface Health {
	readonly ok: boolean;
	/** One line for people; present when not ok. */
	readonly reason?: string;
}

/** Values that live for a while and that one taker gets, such as what resumes a session. */
export interface Sessions {
	/** Replaces what was there. */
	put(id: string, value: string, ttlMs: number): Promise<void>;
	/** Gets and deletes: of many takers at once only one gets the value, the others null. */
	take(id: string): Promise<string | null>;
}

/**
 * The state that connections, and later whole nodes, share. Rooms exist once they are named; an
 * empty one is forgotten.
 *
 * @throws ClosedError `store-closed`, as a rejection of every method, after `close`.
 */
export interface Store {
	/**
	 * Runs one command. When the promise resolves the effect is as durable as the store makes it.
	 * @throws UsageError `bad-decimal` where `add` meets text that is no decimal number, `bad-tally`
	 * where `vote` meets text that is no tally, `bad-usage` where its two fields are one. Nothing
	 * changes then.
	 * @throws EnvironmentError `store-failed` where the effect cannot be kept.
	 */
	apply(room: string, command: Command): Promise<Applied>;
	/** A field's value, or null where it is absent. */
	get(room: string, key: string): Promise<string | null>;
	/** All fields and the position, read as one. */
	load(room: string): Promise<Snapshot>;
	/**
	 * Up to `limit` events after a position, oldest first; `"reset"` where the position is of another
	 * epoch or the next event is no longer kept.
	 */
	replay(room: string, after: Position, limit: number): Promise<readonly RoomEvent[] | "reset">;
	/**
	 * Calls the listener for every event after a position, in order, without gaps, each at most once.
	 * The first calls may come before the promise resolves. What a listener throws reaches nobody
	 * else.
	 */
	subscribe(room: string, from: Position | "now", listener: Listener): Promise<Unsubscribe>;
	/** Enters a member, or replaces its meta. Members are never kept beyond this node's life. */
	join(room: string, member: string, meta: string): Promise<void>;
	/** Does nothing where there is no such member. */
	leave(room: string, member: string): Promise<void>;
	/** Member to meta. */
	members(room: string): Promise<ReadonlyMap<string, string>>;
	readonly session: Sessions;
	/** Whether commands can succeed; answers also after `close`. */
	health(): Health;
	/** Finishes what is under way, ends every subscription silently and frees the store. */
	close(): Promise<void>;
}
