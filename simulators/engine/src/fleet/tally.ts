import { GwError, messageOf, type Random } from "@gw-sim/core";
import { Latencies } from "./latencies.js";

/** Different error codes that are told apart. */
const maxCodes = 100;

/** What has happened to a fleet. */
export class Tally {
	/** From dialling to being on line. */
	readonly joins: Latencies;
	/** From a request to its answer. */
	readonly requests: Latencies;
	readonly errors: Map<string, number> = new Map();
	/** The first message of each code. */
	readonly examples: Map<string, string> = new Map();
	sent = 0;
	received = 0;
	reconnects = 0;

	constructor(random: Random) {
		this.joins = new Latencies(random);
		this.requests = new Latencies(random);
	}

	error(code: string, message: string): void {
		const key = this.errors.has(code) || this.errors.size < maxCodes ? code : "other";
		this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
		if (!this.examples.has(key)) this.examples.set(key, message);
	}

	/** A request was not answered as it should have been. */
	failed(error: unknown): void {
		this.error(`request-${error instanceof GwError ? error.code : "failed"}`, messageOf(error));
	}
}
