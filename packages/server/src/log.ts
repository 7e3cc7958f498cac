import type { Clock } from "@gw-sim/core";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Values that came from outside are made harmless by whoever writes the log. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the server tells what it does: one call, one line. */
export type Log = (level: LogLevel, event: string, fields: LogFields) => void;

const burst = 10;
const refillMs = 1000;
const maxPeers = 1024;

interface Allowance {
	left: number;
	at: number;
	suppressed: number;
}

/**
 * A log for what peers can cause at will: each address may write ten lines at once and then one a
 * second; how many were left out stands in its next line.
 */
export class PeerLog {
	readonly #log: Log;
	readonly #clock: Clock;
	/** In the order of last use, so that the longest silent peer is forgotten first. */
	readonly #peers = new Map<string, Allowance>();

	constructor(log: Log, clock: Clock) {
		this.#log = log;
		this.#clock = clock;
	}

	write(remote: string, level: LogLevel, event: string, fields: LogFields): void {
		const now = this.#clock.now();
		const peer = this.#peers.get(remote) ?? { left: burst, at: now, suppressed: 0 };
		this.#peers.delete(remote);
		this.#peers.set(remote, peer);
		const [oldest] = this.#peers.keys();
		if (this.#peers.size > maxPeers && oldest !== undefined) this.#peers.delete(oldest);
		const earned = Math.floor((now - peer.at) / refillMs);
		if (earned > 0) {
			peer.left = Math.min(burst, peer.left + earned);
			peer.at += earned * refillMs;
		}
		if (peer.left === 0) {
			peer.suppressed++;
			return;
		}
		peer.left--;
		const { suppressed } = peer;
		peer.suppressed = 0;
		this.#log(level, event, { remote, ...fields, ...(suppressed > 0 ? { suppressed } : {}) });
	}
}
