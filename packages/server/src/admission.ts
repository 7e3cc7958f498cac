import type { Clock } from "@gw-sim/core";
import type { Limits } from "./config.js";
import { TokenBucket } from "./token-bucket.js";

export type AdmissionRefusal = "too-many-connections" | "too-many-from-address" | "too-fast";

/** Counts open WebSockets, and says whether there is room for one more. */
export class Admission {
	readonly #limits: Limits;
	readonly #rate: TokenBucket | undefined;
	/** Only addresses with an open connection are kept. */
	readonly #perAddress = new Map<string, number>();
	#open = 0;

	constructor(limits: Limits, clock: Clock) {
		this.#limits = limits;
		if (limits.acceptPerSecond > 0) this.#rate = new TokenBucket(clock, limits.acceptPerSecond);
	}

	get open(): number {
		return this.#open;
	}

	/** Null takes a place for the address; `leave` gives it back. */
	enter(address: string): AdmissionRefusal | null {
		const { maxConnections, maxPerAddress } = this.#limits;
		if (this.#open >= maxConnections) return "too-many-connections";
		const here = this.#perAddress.get(address) ?? 0;
		if (maxPerAddress > 0 && here >= maxPerAddress) return "too-many-from-address";
		if (this.#rate !== undefined && !this.#rate.take()) return "too-fast";
		this.#open++;
		this.#perAddress.set(address, here + 1);
		return null;
	}

	leave(address: string): void {
		this.#open--;
		const here = (this.#perAddress.get(address) ?? 1) - 1;
		if (here === 0) this.#perAddress.delete(address);
		else this.#perAddress.set(address, here);
	}
}
