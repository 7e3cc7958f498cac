import type { Cancel, Clock } from "@gw-sim/core";
import type { Connection } from "./connection.js";

const checkEveryMs = 100;

/** Keeps what all slow readers together leave unread within bounds, by cutting the slowest. */
export class Backlog {
	readonly #clock: Clock;
	readonly #maxTotalBytes: number;
	readonly #slow = new Set<Connection>();
	#timer: Cancel | undefined;

	constructor(clock: Clock, maxTotalBytes: number) {
		this.#clock = clock;
		this.#maxTotalBytes = maxTotalBytes;
	}

	add(connection: Connection): void {
		this.#slow.add(connection);
		this.#timer ??= this.#clock.after(checkEveryMs, () => this.#check());
	}

	remove(connection: Connection): void {
		this.#slow.delete(connection);
	}

	stop(): void {
		this.#timer?.();
		this.#slow.clear();
	}

	#check(): void {
		this.#timer = undefined;
		let total = 0;
		for (const connection of this.#slow) {
			if (connection.bufferedBytes === 0) this.#slow.delete(connection);
			total += connection.bufferedBytes;
		}
		const worstFirst = [...this.#slow].sort((a, b) => b.bufferedBytes - a.bufferedBytes);
		for (const connection of worstFirst) {
			if (total <= this.#maxTotalBytes) break;
			total -= connection.bufferedBytes;
			connection.cutSlowReader();
		}
		if (this.#slow.size > 0) this.#timer = this.#clock.after(checkEveryMs, () => this.#check());
	}
}
