import { type ChatUser, dispatchFrame, type Snowflake } from "@gw-sim/protocols/chat";
import type { ChatMember } from "./config.js";
import { type Happening, SessionHistory } from "./history.js";
import { userOf } from "./members.js";
import type { ChatRoom } from "./room.js";

/** The connection that a session is on. */
export interface Line {
	send(frame: string): void;
	/**
	 * The session is this connection's no more: another one goes on with it (4001), its user is banned
	 * (5), or the store no longer tells what happens in its room (99).
	 */
	deprived(code: 4001 | 5 | 99): void;
}

export interface ChatSessionOptions {
	readonly id: Snowflake;
	readonly member: ChatMember;
	readonly room: ChatRoom;
	readonly line: Line;
	/** Events that are kept for resumption. */
	readonly bufferEvents: number;
}

/** One presence in a room: outlives its connection for a while, with the events that this missed. */
export class ChatSession {
	readonly id: Snowflake;
	readonly member: ChatMember;
	room: ChatRoom;
	#line: Line | null;
	readonly #history: SessionHistory;
	#sequence = 0;

	constructor({ id, member, room, line, bufferEvents }: ChatSessionOptions) {
		this.id = id;
		this.member = member;
		this.room = room;
		this.#line = line;
		this.#history = new SessionHistory(id, room.last, bufferEvents);
	}

	get user(): ChatUser {
		return userOf(this.member);
	}

	get line(): Line | null {
		return this.#line;
	}

	/** Something happened in the session's room. */
	happened(event: Happening): void {
		this.#history.add(event);
		if (event.except !== this.id) this.#send(event.head);
	}

	/** Tells this session alone. */
	dispatch(head: string): void {
		this.#history.interject(head, this.room.last);
		this.#send(head);
	}

	/** Tells what nobody will ask for again, since nobody can resume after it. */
	dispatchLast(head: string): void {
		this.#send(head);
	}

	/** The client has handled everything up to `s`; a number that cannot be is ignored. */
	acknowledge(s: number): void {
		if (s > this.#sequence) return;
		this.#history.drop(s - this.#before);
	}

	/** Whether everything after `s` is still there. */
	canResumeAfter(s: number): boolean {
		return s >= this.#before && s <= this.#sequence;
	}

	/** Goes on over another connection: what it missed after `s` is sent once `ready` has been called. */
	resume(line: Line, s: number, ready: () => void): void {
		const previous = this.#line;
		this.#line = line;
		previous?.deprived(4001);
		ready();
		const missed = this.#history.heads().slice(s - this.#before);
		for (const [i, head] of missed.entries()) line.send(dispatchFrame(head, s + 1 + i));
	}

	/** The connection is gone. */
	detach(): void {
		this.#line = null;
	}

	/** The number of the last event that is no longer kept. */
	get #before(): number {
		return this.#sequence - this.#history.size;
	}

	/** Gives an event its number, and sends it where somebody is there. */
	#send(head: string): void {
		this.#sequence++;
		this.#line?.send(dispatchFrame(head, this.#sequence));
	}
}
