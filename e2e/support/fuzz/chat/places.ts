import type { Marked } from "../marked-json.js";
import { Digits, type Pattern, Slot } from "../pattern.js";

/** Somebody in a room. */
export interface Hearer {
	hear(name: string, cnf: Pattern): void;
}

/** Messages whose authors a room knows. */
const maxAuthors = 1000;

const anyId = (value: Marked): boolean => /^#(?:0|[1-9]\d{0,19})$/.test(String(value));

/** A room: who is in it, and what may be deleted in it by whom. */
export class Place {
	readonly id: Slot;
	/** Without its id. */
	readonly #description: { readonly [key: string]: Pattern };
	readonly #sessions = new Set<Hearer>();
	/** The newest last. */
	#tooOld: Slot | null = null;
	readonly #messages: { readonly id: Slot; readonly author: string }[] = [];

	constructor(description: { readonly [key: string]: Pattern }) {
		this.id = new Slot(anyId);
		this.#description = description;
	}

	get pattern(): Pattern {
		return { id: this.id, ...this.#description };
	}

	/** What may be deleted, the newest last. */
	get messages(): readonly { readonly id: Slot }[] {
		return this.#messages;
	}

	/** The last message that may not be deleted any more; null while there is none. */
	get tooOld(): Slot | null {
		return this.#tooOld;
	}

	enter(session: Hearer): void {
		this.#sessions.add(session);
	}

	leave(session: Hearer): void {
		this.#sessions.delete(session);
	}

	tell(name: string, cnf: Pattern, except: Hearer | null = null): void {
		for (const session of this.#sessions) if (session !== except) session.hear(name, cnf);
	}

	/** A new message of somebody: the pattern of its id. */
	post(author: string): Slot {
		const id = new Slot(anyId);
		this.#messages.push({ id, author });
		if (this.#messages.length > maxAuthors) this.#tooOld = this.#messages.shift()?.id ?? null;
		return id;
	}

	/** Whether somebody may delete a message, which is then gone. */
	remove(id: string, user: string, isAdmin: boolean): boolean {
		const at = this.#messages.findIndex((message) => message.id.text === id);
		const message = this.#messages[at];
		if (message === undefined || (message.author !== user && !isAdmin)) return false;
		this.#messages.splice(at, 1);
		return true;
	}
}

const system: Pattern = { id: new Digits("0"), name: "system", uuid: "", admin: true, bio: "" };

/** All rooms there are. */
export class Places {
	readonly general: Place = new Place({
		name: "general",
		description: "",
		visibility: true,
		creator: system,
	});
	readonly #max: number;
	readonly #all: Place[] = [this.general];

	constructor(max: number) {
		this.#max = max;
		this.general.id.takes("#1");
	}

	get ids(): readonly string[] {
		return this.#all.map(({ id }) => id.text);
	}

	find(id: string): Place | null {
		return this.#all.find((place) => place.id.text === id) ?? null;
	}

	/** Null where there are enough. */
	add(description: { readonly [key: string]: Pattern }): Place | null {
		if (this.#all.length >= this.#max) return null;
		const place = new Place(description);
		this.#all.push(place);
		return place;
	}
}
