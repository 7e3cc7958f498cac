import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { after, field } from "./fields.js";
import type { RoomState } from "./room-state.js";
import { nothing, parseRecord, recordText, type SessionRecord, Visitor } from "./visitor.js";

/** Of the sessions that a full room remembers, how many it forgets at once. */
const forgottenShare = 0.1;

export interface VisitorsOptions {
	readonly store: Store;
	readonly limits: Limits;
}

/** The sessions of a room: those that are connected here, and those that the store remembers. */
export class Visitors {
	readonly #key: string;
	readonly #options: VisitorsOptions;
	readonly #state: RoomState;
	/** Sockets that came since the room was loaded. */
	entered = 0;
	readonly #here = new Map<string, Visitor>();
	/** Settles when the sessions that are being forgotten are. */
	#forgetting: Promise<void> | null = null;

	constructor(key: string, options: VisitorsOptions, state: RoomState) {
		this.#key = key;
		this.#options = options;
		this.#state = state;
	}

	/** Sessions with a socket on this node. */
	get size(): number {
		return this.#here.size;
	}

	/** Whether a session was given out in this room. */
	async knows(session: string): Promise<boolean> {
		if (this.#here.has(session)) return true;
		return (await this.#options.store.get(this.#key, field.session(session))) !== null;
	}

	/** Adds a socket to a session; to be followed by `identify`, and by `leave` in any case. */
	arrive(session: string): Visitor {
		const visitor = this.#here.get(session) ?? new Visitor(session);
		this.#here.set(session, visitor);
		visitor.sockets++;
		return visitor;
	}

	/**
	 * Finds out who a new socket's session is. Every socket uses up a suffix, though only a session's
	 * first keeps it. Resolves once all of that is as durable as the store makes it.
	 */
	async identify(visitor: Visitor): Promise<void> {
		const { store } = this.#options;
		const key = field.session(visitor.session);
		const taken = store.apply(this.#key, { type: "add", key: field.suffix, delta: "1" });
		const [{ value }, text] = await Promise.all([taken, store.get(this.#key, key)]);
		const suffix = Number(value);
		this.#state.suffix = Math.max(this.#state.suffix, suffix);
		this.entered++;
		visitor.identify(parseRecord(text) ?? (await this.#register(key, text, suffix)));
	}

	/** Takes a socket from a session; true where that was its last. */
	leave(visitor: Visitor): boolean {
		visitor.sockets--;
		if (visitor.sockets > 0) return false;
		this.#here.delete(visitor.session);
		return true;
	}

	changed(session: string, { properties }: SessionRecord): void {
		const visitor = this.#here.get(session);
		if (visitor !== undefined) visitor.properties = properties;
	}

	/** Takes over what the store has. */
	load(fields: ReadonlyMap<string, string>): void {
		for (const session of this.#here.keys()) {
			const record = parseRecord(fields.get(field.session(session)) ?? null);
			if (record !== null) this.changed(session, record);
		}
	}

	/** Has the room remember a session that it does not know yet. */
	async #register(key: string, expected: string | null, suffix: number): Promise<SessionRecord> {
		const record: SessionRecord = { suffix, properties: nothing };
		const command = { type: "cas", key, expected, value: recordText(record) } as const;
		const { applied, value } = await this.#options.store.apply(this.#key, command);
		// Two first sockets of a session that its client chose may come at once.
		if (!applied) return parseRecord(value) ?? record;
		this.#state.sessions++;
		this.#forgetSome();
		return record;
	}

	/**
	 * A room remembers so many sessions; the oldest that are not connected give way, some at a time,
	 * since to find them all have to be looked at.
	 */
	#forgetSome(): void {
		const { sessions } = this.#options.limits;
		const absent = this.#state.sessions - this.#here.size;
		if (this.#state.sessions <= sessions || absent < sessions * forgottenShare) return;
		this.#forgetting ??= this.#forget().finally(() => {
			this.#forgetting = null;
		});
		this.#forgetting.catch(() => {});
	}

	async #forget(): Promise<void> {
		const { store, limits } = this.#options;
		const before = this.#state.sessions;
		const { fields } = await store.load(this.#key);
		const absent: { readonly key: string; readonly suffix: number }[] = [];
		let known = 0;
		for (const [key, value] of fields) {
			const session = after(field.session(""), key);
			if (session === null) continue;
			known++;
			if (!this.#here.has(session)) absent.push({ key, suffix: parseRecord(value)?.suffix ?? 0 });
		}
		// Sessions that came in the meantime are counted, but not among those known.
		this.#state.sessions += known - before;
		const surplus = this.#state.sessions - Math.floor(limits.sessions * (1 - forgottenShare));
		const oldest = absent.sort((a, b) => a.suffix - b.suffix).slice(0, Math.max(0, surplus));
		this.#state.sessions -= oldest.length;
		await Promise.all(oldest.map(({ key }) => store.apply(this.#key, { type: "remove", key })));
	}
}
