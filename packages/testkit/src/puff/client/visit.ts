import {
	type Clock,
	type ExactJson,
	type Frame,
	isExactJsonObject,
	parseExactJson,
	safe,
} from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import { matches, type Pattern, showPattern } from "../../pattern.js";
import type { Peer } from "../../peer.js";
import type { Arrival } from "../../raw-gateway.js";
import { deflate, inflate } from "../zlib.js";

/** An interval in which no heartbeat falls into a short case. */
const calmMs = 3_600_000;
const sessionId = "0b5b1c2a-3400-4000-8000-00000000000a";

/** A message of a client, as it was written and as it reads. */
interface Said {
	readonly text: string;
	readonly value: ExactJson;
}

/** One connection of a client, seen from the gateway. */
export class Visit {
	readonly query: URLSearchParams;
	readonly #peer: Peer;
	readonly #clock: Clock;

	constructor({ peer, url }: Arrival, clock: Clock) {
		this.query = new URL(url).searchParams;
		this.#peer = peer;
		this.#clock = clock;
	}

	/** Whether the connection ended. */
	get isOver(): boolean {
		return this.#peer.end !== null;
	}

	/** Sends JSON text in the form that the client asked for. */
	text(text: string): void {
		this.raw(this.query.get("compression") === "zlib" ? deflate(text) : text);
	}

	raw(frame: Frame): void {
		this.#peer.send(frame);
	}

	say(message: object): void {
		this.text(JSON.stringify(message));
	}

	/** Sends an event, without `d` where that is undefined. */
	event(t: string, d?: unknown): void {
		this.say({ op: 3, t, d });
	}

	hello(intervalMs: unknown = calmMs): void {
		this.say({ op: 0, d: { session_id: sessionId, heartbeat_interval: intervalMs } });
	}

	/** The client is in a group now, with one other member. */
	joined(groupId: string): void {
		this.event("JOINED_GROUP", {
			group_id: groupId,
			name: "a group",
			visibility: "private",
			state: "chilling",
			members: [{ session_id: "other", name: "Unnamed", device_state: {}, device_type: null }],
		});
	}

	/** The next messages have to be like these. */
	async expect(...patterns: readonly Pattern[]): Promise<void> {
		for (const pattern of patterns) {
			const { text, value } = await this.next(showPattern(pattern));
			if (!matches(pattern, value))
				throw new ConformanceFailure(
					`client: expected ${showPattern(pattern)}, got ${safe(text, 400)}`,
				);
		}
	}

	/** The next message has to be like this, and may take a while. */
	async expectWithin(ms: number, pattern: Pattern): Promise<void> {
		const stepMs = 500;
		for (let left = ms; left > 0; left -= stepMs)
			try {
				await this.quiet(stepMs);
			} catch (error) {
				if (!(error instanceof ConformanceFailure)) throw error;
				break;
			}
		await this.expect(pattern);
	}

	/** The next message. */
	async next(what: string): Promise<Said> {
		const frame = await this.#peer.next(what);
		const text = typeof frame === "string" ? frame : inflate(frame);
		const value = text === null ? undefined : parseExactJson(text, 64);
		if (text === null || !isExactJsonObject(value))
			throw new ConformanceFailure(`client: expected ${what}, got what is no JSON object`);
		return { text, value };
	}

	/** Drops messages until one is like this. */
	async skipTo(pattern: Pattern): Promise<void> {
		while (!matches(pattern, (await this.next(showPattern(pattern))).value));
	}

	/** Drops all messages that have come; counts them. */
	async drain(): Promise<number> {
		for (let count = 0; ; count++)
			try {
				await this.quiet(0);
				return count;
			} catch (error) {
				if (this.isOver) return count;
				await this.#peer.next();
				if (!(error instanceof ConformanceFailure)) throw error;
			}
	}

	/** Nothing may come for a while. */
	quiet(ms: number): Promise<void> {
		return this.#peer.quiet(ms);
	}

	pass(ms: number): Promise<void> {
		return new Promise((resolve) => this.#clock.after(ms, resolve));
	}

	close(code: number): void {
		this.#peer.close(code);
	}

	cut(): void {
		this.#peer.cut();
	}

	/** How the client ended the connection, whatever it said before. */
	async ended(): Promise<number> {
		return (await this.#peer.ended()).code;
	}
}
