import type { Clock } from "@gw-sim/core";
import { type Dial, memoryDial, type Socket } from "@gw-sim/transport";
import { ConformanceFailure } from "./conformance.js";
import { Peer, type PeerOptions } from "./peer.js";

/** A connection that a client made, and where it dialled. */
export interface Arrival {
	readonly peer: Peer;
	/** As the client gave it, with its query. */
	readonly url: string;
}

/**
 * The gateway's end, played frame by frame, to see what a client does. Give the client `dial`, or
 * hand over the sockets of a listening port by `accept`.
 */
export class RawGateway {
	/** Connects to this gateway in memory. */
	readonly dial: Dial;
	readonly #options: PeerOptions;
	readonly #arrivals: Arrival[] = [];
	#waiting: (() => void) | null = null;

	constructor(options: PeerOptions) {
		this.#options = options;
		this.dial = memoryDial(options.clock, (socket, url) => this.accept(socket, url));
	}

	/** Takes a socket that a client opened, in the turn in which it was made. */
	accept(socket: Socket, url: string): void {
		const peer = new Peer(socket, { name: "client", ...this.#options });
		this.#arrivals.push({ peer, url });
		this.#waiting?.();
	}

	/** The next connection, within `waitMs` (10 s when absent) on the clock. */
	async connection(waitMs = 10_000): Promise<Arrival> {
		if (this.#arrivals.length === 0) await this.#arrived(this.#options.clock, waitMs);
		const arrival = this.#arrivals.shift();
		if (arrival === undefined)
			throw new ConformanceFailure(`the client did not connect within ${waitMs} ms`);
		return arrival;
	}

	/** No connection may come for a while. */
	async quiet(ms: number): Promise<void> {
		await this.#arrived(this.#options.clock, ms);
		if (this.#arrivals.length > 0) throw new ConformanceFailure("the client connected again");
	}

	#arrived(clock: Clock, waitMs: number): Promise<void> {
		return new Promise((resolve) => {
			const done = (): void => {
				this.#waiting = null;
				cancel();
				resolve();
			};
			const cancel = clock.after(waitMs, done);
			this.#waiting = done;
		});
	}
}
