import type { Cancel, Clock, Random } from "@gw-sim/core";
import type { Snowflake } from "@gw-sim/protocols/chat";
import { ChatSession, type Line } from "./chat-session.js";
import type { ChatConfig, ChatMember } from "./config.js";
import { randomSessionId } from "./members.js";
import type { ChatRoom } from "./room.js";

export interface SessionTableOptions {
	readonly config: ChatConfig;
	readonly clock: Clock;
	readonly random: Random;
	/** Sessions without a connection that are kept; beyond, the one that waits longest ends. */
	readonly maxDetached: number;
	/** A session will not come back. */
	readonly ended: (session: ChatSession) => void;
}

/** The sessions of this node: those with a connection, and those that wait to be resumed. */
export class SessionTable implements Iterable<ChatSession> {
	readonly #options: SessionTableOptions;
	readonly #sessions = new Map<Snowflake, ChatSession>();
	/** What ends a session that nobody resumes; the longest waiting first. */
	readonly #detached = new Map<ChatSession, Cancel>();

	constructor(options: SessionTableOptions) {
		this.#options = options;
	}

	create(member: ChatMember, room: ChatRoom, line: Line): ChatSession {
		const { config, random } = this.#options;
		const { bufferEvents } = config.session;
		let id = randomSessionId(random);
		while (this.#sessions.has(id)) id = randomSessionId(random);
		const session = new ChatSession({ id, member, room, line, bufferEvents });
		this.#sessions.set(id, session);
		return session;
	}

	/** The session that a client may go on with after event `s`; null where there is none for it. */
	resumable(id: Snowflake, member: ChatMember, s: number): ChatSession | null {
		const session = this.#sessions.get(id);
		if (session === undefined || session.member.id !== member.id) return null;
		return session.canResumeAfter(s) ? session : null;
	}

	/** A session has a connection again. */
	attached(session: ChatSession): void {
		this.#detached.get(session)?.();
		this.#detached.delete(session);
	}

	/** A session has lost its connection, and waits for another. */
	detach(session: ChatSession): void {
		const { clock, config, maxDetached } = this.#options;
		session.detach();
		const cancel = clock.after(config.session.ttlMs, () => this.end(session));
		this.#detached.set(session, cancel);
		const [oldest] = this.#detached.keys();
		if (this.#detached.size > maxDetached && oldest !== undefined) this.end(oldest);
	}

	end(session: ChatSession): void {
		this.attached(session);
		session.detach();
		if (this.#sessions.delete(session.id)) this.#options.ended(session);
	}

	/** Ends no session, and forgets those that wait. */
	stop(): void {
		for (const cancel of this.#detached.values()) cancel();
		this.#detached.clear();
	}

	[Symbol.iterator](): Iterator<ChatSession> {
		return this.#sessions.values();
	}
}
