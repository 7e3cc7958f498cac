import { type Cancel, type Clock, EnvironmentError, type Random, uuidV4 } from "@gw-sim/core";
import type { RoomEvent, Store } from "@gw-sim/store";
import { logEntryText, parseLogEntry } from "./log-entry.js";

/** How long a node that knows the group has to tell how it is. */
const answerMs = 1000;

/** How often it is asked: the one who would have to answer may just have died. */
const asks = 3;

/** The code of the error where nobody tells. */
export const noAnswer = "no-answer";

/** Events that may come meanwhile. */
const maxMissed = 10_000;

export interface LatecomerOptions {
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
}

/** How a group was, and what has happened since. */
export interface Standing {
	/** Null where nobody was in it. */
	readonly snapshot: string | null;
	readonly missed: readonly RoomEvent[];
}

/**
 * Finds out how a group is that this node has just begun to follow. Members and their devices are
 * kept nowhere: where there are any, the log itself is asked, and a node that has them answers with
 * the group as it was at the very place of the ask.
 */
export class Latecomer {
	readonly #room: string;
	readonly #options: LatecomerOptions;
	/** Since the last ask, or since the beginning. */
	#missed: RoomEvent[] = [];
	#nonce: string | null = null;
	#isAsked = false;
	#answered: (snapshot: string | null) => void = () => {};

	constructor(room: string, options: LatecomerOptions) {
		this.#room = room;
		this.#options = options;
	}

	/** The log begins anew. */
	restart(): void {
		this.#missed = [];
		this.#isAsked = false;
	}

	/** Keeps an event for later. */
	take(event: RoomEvent): void {
		const entry = parseLogEntry(event.body);
		if (entry?.kind === "ask" && entry.nonce === this.#nonce) {
			this.#missed = [];
			this.#isAsked = true;
		} else if (entry?.kind === "answer" && entry.nonce === this.#nonce && this.#isAsked)
			this.#answered(entry.snapshot);
		if (this.#missed.length <= maxMissed) this.#missed.push(event);
	}

	/** @throws EnvironmentError where nobody tells how the group is, or too much happens meanwhile. */
	async catchUp(): Promise<Standing> {
		const { store } = this.#options;
		for (let i = 0; i < asks; i++) {
			// Whoever is let in is entered here first and taken out last, so without anybody nothing
			// before now matters.
			if ((await store.members(this.#room)).size === 0)
				return { snapshot: null, missed: this.#missed };
			const snapshot = await this.#ask();
			if (this.#missed.length > maxMissed) break;
			if (snapshot !== null) return { snapshot, missed: this.#missed };
		}
		throw new EnvironmentError("no node tells how the group is", { code: noAnswer });
	}

	async #ask(): Promise<string | null> {
		const { store, clock, random } = this.#options;
		this.#nonce = uuidV4(random);
		this.#isAsked = false;
		let cancel: Cancel = () => {};
		const answer = new Promise<string | null>((resolve) => {
			this.#answered = resolve;
			cancel = clock.after(answerMs, () => resolve(null));
		});
		try {
			const body = logEntryText({ kind: "ask", nonce: this.#nonce });
			await store.apply(this.#room, { type: "append", body });
			return await answer;
		} finally {
			cancel();
		}
	}
}
