import type { Clock } from "@gw-sim/core";
import type { Dial, Socket } from "../socket.js";
import type { Fault, TapeEntry } from "./fault.js";
import { FaultySocket } from "./faulty-socket.js";

export interface FaultLineOptions {
	readonly clock: Clock;
	/** Every decision of the faults follows from it. */
	readonly seed: string | number;
	readonly faults?: readonly Fault[];
	/** Told everything that the faults do. */
	readonly tape?: (entry: TapeEntry) => void;
}

/**
 * A disturbed line: puts the same faults on every socket that goes through it, in the order in which
 * they are listed, and lets them be changed while those are open.
 * @example
 * const line = new FaultLine({ clock, seed: 1, faults: [{ type: "latency", ms: 200, jitterMs: 50 }] });
 * const dial = line.dial(wsDial());
 * line.set([{ type: "half-open" }]);
 */
export class FaultLine {
	readonly #options: FaultLineOptions;
	readonly #sockets = new Set<FaultySocket>();
	#connections = 0;
	#faults: readonly Fault[];

	constructor(options: FaultLineOptions) {
		this.#options = options;
		this.#faults = options.faults ?? [];
	}

	get faults(): readonly Fault[] {
		return this.#faults;
	}

	/** Replaces the faults on open sockets and for those to come. */
	set(faults: readonly Fault[]): void {
		this.#faults = faults;
		for (const socket of this.#sockets) socket.set(faults);
	}

	/** The open socket, such as an accepted one, with the faults on it. */
	wrap(inner: Socket): Socket {
		return this.#wrap(inner, false);
	}

	/** A dial whose sockets have the faults on them. */
	dial(dial: Dial): Dial {
		return (request) => this.#wrap(dial(request), true);
	}

	#wrap(inner: Socket, dialled: boolean): Socket {
		const { clock, seed, tape } = this.#options;
		const connection = this.#connections++;
		const socket = new FaultySocket({
			inner,
			dialled,
			clock,
			seed: `${seed}/${connection}`,
			connection,
			record: (entry) => tape?.(entry),
			ended: () => this.#sockets.delete(socket),
		});
		this.#sockets.add(socket);
		socket.set(this.#faults);
		return socket;
	}
}
