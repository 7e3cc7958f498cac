import { type ChatUser, dispatchFrame, type Snowflake } from "@gw-sim/protocols/chat";
import type { ChatMember } from "./config.js";
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
	readonly user: ChatUser;
	room: ChatRoom;
	#line: Line | null;
	readonly #bufferEvents: number;
	/** The last events without their numbers, oldest first. */
	readonly #heads: string[] = [];
	#sequence = 0;

	constructor({ id, member, room, line, bufferEvents }: ChatSessionOptions) {
		this.id = id;
		this.member = member;
		this.user = userOf(member);
		this.room = room;
		this.#line = line;
		this.#bufferEvents = bufferEvents;
	}

	get line(): Line | null {
		return this.#line;
	}

	/** Gives an event its number, and sends it where somebody is there. */
	dispatch(head: string): void {
		this.#sequence++;
		this.#heads.push(head);
		if (this.#heads.length > this.#bufferEvents) this.#heads.shift();
		this.#line?.send(dispatchFrame(head, this.#sequence));
	}

	/** The client has handled everything up to `s`; a number that cannot be is ignored. */
	acknowledge(s: number): void {
		if (s > this.#sequence) return;
		this.#heads.splice(0, Math.max(0, s - this.#before));
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
		for (const [i, head] of this.#heads.slice(s - this.#before).entries())
			line.send(dispatchFrame(head, s + 1 + i));
	}

	/** The connection is gone. */
	detach(): void {
		this.#line = null;
	}

	/** The number of the last event that is no longer kept. */
	get #before(): number {
		return this.#sequence - this.#heads.length;
	}
}
