import type { ExactJsonObject } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { Peer } from "../peer.js";
import { Person } from "./person.js";
import { anyUser, check, type WireInteger } from "./shapes.js";
import { type ChatTarget, type Need, type Terms, type TokenName, termsOf } from "./target.js";

/** The people of one case. They leave with 1000 when it is over, so that nothing of it stays. */
export class Stage {
	readonly target: ChatTarget;
	readonly terms: Terms;
	readonly #peers: Peer[] = [];

	constructor(target: ChatTarget) {
		this.target = target;
		this.terms = termsOf(target);
	}

	/** The token of that name, which the case has made sure of. */
	token(name: TokenName): string {
		const token = this.terms.tokens[name];
		check(token !== undefined, `the target gives no token for ${name}`);
		return token;
	}

	/** A connection of which nothing was read yet. */
	async open(name = "newcomer"): Promise<Peer> {
		const peer = await Peer.open(this.terms.dial, this.terms.url, { ...this.terms, name });
		this.#peers.push(peer);
		return peer;
	}

	/** A connection that was greeted. */
	async connect(name = "newcomer"): Promise<Person> {
		return Person.greeted(await this.open(name), this.terms);
	}

	/** Somebody with a session of their own, in the room in which everybody starts. */
	async enter(name: TokenName = "user", shownAs: string = name): Promise<Person> {
		const person = await this.connect(shownAs);
		person.present(this.token(name));
		await person.ready();
		return person;
	}

	/** A second user, or a second session of the first where the target has one user alone. */
	another(): Promise<Person> {
		return this.enter(this.terms.tokens.other === undefined ? "user" : "other", "other");
	}

	/** Somebody new who asks for a session that was lost. */
	async resume(token: string, resume: ExactJsonObject, shownAs = "returned"): Promise<Person> {
		const person = await this.connect(shownAs);
		person.present(token, resume);
		return person;
	}

	/** Brings people together in a new room of their own; every arrival is read. */
	async gather(...people: readonly Person[]): Promise<WireInteger> {
		const [first] = people;
		check(first !== undefined, "a room needs people");
		const roomID = await first.makeRoom();
		for (const [index, person] of people.entries()) {
			await person.enter(roomID);
			for (const earlier of people.slice(0, index))
				await earlier.event("ROOM_USER_ADD", { user: anyUser });
		}
		return roomID;
	}

	pause(ms: number): Promise<void> {
		return new Promise((resolve) => this.terms.clock.after(ms, resolve));
	}

	/** Lets time pass in which these people keep their hearts beating. */
	async elapse(ms: number, ...people: readonly Person[]): Promise<void> {
		const stepMs = Math.max(1, 0.9 * Math.min(...people.map(({ hbInt }) => hbInt)));
		for (let left = ms; left > 0; left -= stepMs) {
			await this.pause(Math.min(stepMs, left));
			for (const person of people) await person.beat();
		}
	}

	leave(): void {
		for (const peer of this.#peers) peer.close(1000);
	}
}

/** One rule of the gateway, tried on a stage of its own. */
export function chatCase(
	id: string,
	rule: string,
	play: (stage: Stage) => Promise<void>,
	...needs: readonly Need[]
): ConformanceCase<ChatTarget> {
	return {
		id: `chat/${id}`,
		rule,
		unfit: (target) => needs.map((need) => need(target)).find((why) => why !== null) ?? null,
		run: async (target) => {
			const stage = new Stage(target);
			try {
				await play(stage);
			} finally {
				stage.leave();
			}
		},
	};
}
