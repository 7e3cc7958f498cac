import type { Pattern, Slot } from "../pattern.js";
import { Digits } from "../pattern.js";
import type { Wire } from "../wire.js";
import type { Member } from "./people.js";
import type { Place } from "./places.js";

export interface ModelSessionOptions {
	readonly id: Slot;
	readonly member: Member;
	readonly place: Place;
	readonly bufferEvents: number;
	readonly wire: Wire;
}

/** One presence in a room, and everything that it was told and may be told again. */
export class ModelSession {
	readonly id: Slot;
	readonly member: Member;
	place: Place;
	/** Null while it waits to be resumed. */
	wire: Wire | null;
	/** When it ends unless it is resumed. */
	expiresAt: number = Number.POSITIVE_INFINITY;
	readonly #bufferEvents: number;
	/** All that it was told, from number 1 on. */
	readonly #events: Pattern[] = [];
	/** Up to this number everything is forgotten. */
	#forgotten = 0;
	/** Up to this number everything may be forgotten: an acknowledgement is only a hint. */
	#forgettable = 0;

	constructor({ id, member, place, bufferEvents, wire }: ModelSessionOptions) {
		this.id = id;
		this.member = member;
		this.place = place;
		this.wire = wire;
		this.#bufferEvents = bufferEvents;
	}

	/** What others see. */
	get user(): Pattern {
		const { id, name, uuid, admin, bio } = this.member;
		return { id: new Digits(id), name, uuid, admin, bio };
	}

	/** The number of the last event. */
	get last(): number {
		return this.#events.length;
	}

	/** It is told an event, over its connection where it has one. */
	hear(name: string, cnf: Pattern): void {
		const event: Pattern = { f: 130, e: name, t: name, cnf, s: this.last + 1 };
		this.#events.push(event);
		this.forgets(this.last - this.#bufferEvents);
		this.wire?.expect(event);
	}

	/** It is told again what came after `s`. */
	repeat(s: number): void {
		for (const event of this.#events.slice(s)) this.wire?.expect(event);
	}

	forgets(s: number): void {
		this.#forgotten = Math.max(this.#forgotten, s);
		this.mayForget(s);
	}

	mayForget(s: number): void {
		this.#forgettable = Math.max(this.#forgettable, s);
	}

	mayResumeAfter(s: number): "yes" | "no" | "either" {
		if (s > this.last || s < this.#forgotten) return "no";
		return s < this.#forgettable ? "either" : "yes";
	}

	lost(expiresAt: number): void {
		this.wire = null;
		this.expiresAt = expiresAt;
	}

	resumed(wire: Wire): void {
		this.wire = wire;
		this.expiresAt = Number.POSITIVE_INFINITY;
	}
}
