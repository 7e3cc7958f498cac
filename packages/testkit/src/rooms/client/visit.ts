import { type Clock, type ExactJson, type Frame, isExactJsonObject } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import { matches, type Pattern, showPattern } from "../../pattern.js";
import type { Peer } from "../../peer.js";
import type { Arrival } from "../../raw-gateway.js";

/** One connection of a client, seen from the gateway. Its pings are let through unseen. */
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

	say(type: string, data?: unknown): void {
		this.#peer.sendJson({ type, data });
	}

	raw(frame: Frame): void {
		this.#peer.send(frame);
	}

	/** Greets the client as a gateway does: config, then profile. */
	welcome(id: string, suffix = 1): void {
		this.say("config", "");
		this.say("profile", profile(id, suffix));
	}

	/** The next frames but pings have to be like these, and text. */
	async expect(...patterns: readonly Pattern[]): Promise<void> {
		for (const pattern of patterns) {
			const value = await this.#nextButPings(showPattern(pattern));
			if (!matches(pattern, value))
				throw new ConformanceFailure(
					`client: expected ${showPattern(pattern)}, got ${JSON.stringify(value)}`,
				);
		}
	}

	/** Nothing but pings may come for a while, nor may the connection end; counts them. */
	async quiet(ms: number): Promise<number> {
		await this.pass(ms);
		for (let pings = 0; ; pings++)
			try {
				await this.#peer.quiet(0);
				return pings;
			} catch (error) {
				if (this.isOver || !isPing(await this.#peer.nextJson())) throw error;
			}
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

	async #nextButPings(what: string): Promise<ExactJson> {
		for (;;) {
			const value = await this.#peer.nextJson(what);
			if (!isPing(value)) return value;
		}
	}
}

export function profile(id: string, suffix: number): object {
	return { suffix, properties: {}, id, connectionDetails: {}, role: "user" };
}

function isPing(value: ExactJson): boolean {
	return isExactJsonObject(value) && value.type === "ping";
}
