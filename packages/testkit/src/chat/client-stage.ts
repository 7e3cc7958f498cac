import {
	type ExactJson,
	type ExactJsonObject,
	ExactNumber,
	stringifyExactJson,
} from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { anyText, including, matches, oneOf, type Pattern, showPattern } from "../pattern.js";
import type { Peer } from "../peer.js";
import {
	type ChatClientTarget,
	type ClientHearing,
	type ClientUnderTest,
	patienceOf,
} from "./client-target.js";
import { check, heartbeat } from "./shapes.js";

/** An interval in which no heartbeat falls into a short case. */
const calmMs = 3_600_000;

export const someUser: ExactJsonObject = {
	id: new ExactNumber("6982582592583503353"),
	name: "xFuney",
	uuid: "ccad",
	admin: false,
	bio: "Toast.",
};

/** The gateway's end of one connection of the client. */
export class Visit {
	readonly peer: Peer;

	constructor(peer: Peer) {
		this.peer = peer;
	}

	send(value: ExactJson): void {
		this.peer.send(stringifyExactJson(value));
	}

	greet(hbInt: number = calmMs): void {
		this.send({ f: 100, cnf: { hb_int: hbInt } });
	}

	welcome(sessionId: ExactJson, isResumed = false): void {
		const cnf = { v: 6, session_id: sessionId, enc_key: "" };
		this.send({ f: 140, cnf: isResumed ? { ...cnf, resumed: true } : cnf });
	}

	event(s: number, name: string, cnf: ExactJson): void {
		this.send({ f: 130, e: name, t: name, s, cnf });
	}

	/** Somebody says something. */
	message(s: number, content = "hello"): void {
		this.event(s, "MESSAGE_CREATE", { user: someUser, content, messageID: 1000 + s });
	}

	/** Reads a 110, whatever else is in it. */
	async presented(): Promise<void> {
		await this.#expect(including({ f: 110, cnf: including({ token: anyText }) }));
	}

	/** Reads a 110 that asks for a session from there on. */
	async askedFor(sessionId: number | ExactNumber, s: number): Promise<void> {
		const session = oneOf(sessionId, String(sessionId));
		await this.#expect({ f: 110, cnf: { token: anyText, session_id: session, s } });
	}

	/** The next frame that is no heartbeat; those are answered. */
	async next(what: string): Promise<ExactJson> {
		for (;;) {
			const frame = await this.peer.nextJson(what);
			if (!matches(heartbeat, frame)) return frame;
			this.send({ f: 120 });
		}
	}

	/** Greets, and brings a new client to a session of which it has seen events up to `s`. */
	async begin(sessionId: number | ExactNumber = 1001, s = 0): Promise<this> {
		this.greet();
		await this.presented();
		this.welcome(sessionId);
		for (let i = 1; i <= s; i++) this.message(i);
		return this;
	}

	/** A fatal error and its close. */
	refuse(code: number, closeCode: number): void {
		this.send({ f: 150, cnf: { c: code, d: true } });
		this.peer.close(closeCode);
	}

	async #expect(pattern: Pattern): Promise<void> {
		const frame = await this.next(showPattern(pattern));
		const text = stringifyExactJson(frame);
		check(matches(pattern, frame), `client: expected ${showPattern(pattern)}, got ${text}`);
	}
}

/** One client, and the gateway that it meets. */
export class ClientStage {
	readonly target: ChatClientTarget;
	readonly client: ClientUnderTest;
	/** What the client told of. */
	readonly heard: string[] = [];

	constructor(target: ChatClientTarget) {
		this.target = target;
		const hearing: ClientHearing = { heard: (content) => this.heard.push(content) };
		this.client = target.start(hearing);
	}

	/** The client's next connection. */
	async visit(waitMs = 15_000): Promise<Visit> {
		for (;;) {
			const { peer } = await this.target.gateway.connection(waitMs);
			// One of an earlier case may have come when nobody looked any more.
			if (peer.end === null) return new Visit(peer);
		}
	}

	/** Asks the client to say something, which it may refuse. */
	say(content: string): void {
		try {
			this.client.send(content);
		} catch {
			// What counts is what reaches the gateway.
		}
	}

	now(): number {
		return this.target.clock.now();
	}

	pause(ms: number): Promise<void> {
		return new Promise((resolve) => this.target.clock.after(ms, resolve));
	}

	/** The client stays away, for as long as the target's patience allows to watch. */
	async staysAway(ms: number): Promise<void> {
		await this.target.gateway.quiet(Math.min(ms, patienceOf(this.target)));
	}
}

/** One rule of a client, tried on one that is started for it. */
export function clientCase(
	id: string,
	rule: string,
	play: (stage: ClientStage) => Promise<void>,
	{ takesMs = 0, hears = false }: { readonly takesMs?: number; readonly hears?: boolean } = {},
): ConformanceCase<ChatClientTarget> {
	return {
		id: `chat/client-${id}`,
		rule,
		unfit: (target) => {
			if (hears && target.hears !== true) return "the target does not tell what its client hears";
			const patienceMs = patienceOf(target);
			return takesMs <= patienceMs ? null : `takes ${takesMs} ms; patienceMs is ${patienceMs}`;
		},
		run: async (target) => {
			const stage = new ClientStage(target);
			try {
				await play(stage);
			} finally {
				await stage.client.stop();
			}
		},
	};
}
