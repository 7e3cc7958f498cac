import type { Told } from "@gw-sim/protocols/puff";
import { Broadcast } from "./broadcast.js";

/** A session, as the group that it is in sees it. */
export interface Listener {
	/** The session's id. */
	readonly id: string;
	hear(broadcast: Broadcast): void;
}

/** The sessions of this node that are in a group or about to be, and those of them that are told. */
export class Audience<Member extends Listener> implements Iterable<Member> {
	readonly #here = new Map<string, Member>();
	readonly #listening = new Set<Member>();

	/** Those that are told what happens. */
	get size(): number {
		return this.#listening.size;
	}

	/** Whether there is nobody, not even about to be. */
	get isEmpty(): boolean {
		return this.#here.size === 0;
	}

	find(id: string): Member | null {
		return this.#here.get(id) ?? null;
	}

	isListening(member: Member): boolean {
		return this.#listening.has(member);
	}

	/** A session is about to be in the group; until `listen` it is told no more than that it is not. */
	expect(member: Member): void {
		this.#here.set(member.id, member);
	}

	/** From now on a session is told what happens; null where it is not here, or is told already. */
	listen(id: string): Member | null {
		const member = this.#here.get(id);
		if (member === undefined || this.#listening.has(member)) return null;
		this.#listening.add(member);
		return member;
	}

	/** From now on a session is told nothing. */
	mute(member: Member): void {
		this.#listening.delete(member);
	}

	remove(member: Member): void {
		this.#listening.delete(member);
		this.#here.delete(member.id);
	}

	/** Tells those of an event's receivers that are here. */
	tell({ to, event }: Told, isMember: (id: string) => boolean): void {
		const broadcast = new Broadcast(event);
		if (to.kind === "only") {
			for (const id of to.sessionIds) {
				const member = this.#here.get(id);
				// Who is a member and does not listen has left and wants to hear nothing.
				if (member !== undefined && (this.#listening.has(member) || !isMember(id)))
					member.hear(broadcast);
			}
			return;
		}
		const except = to.kind === "others" ? to.than : null;
		for (const member of this.#listening) if (member.id !== except) member.hear(broadcast);
	}

	[Symbol.iterator](): Iterator<Member> {
		return this.#here.values();
	}
}
