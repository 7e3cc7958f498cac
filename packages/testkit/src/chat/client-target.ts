import type { Clock } from "@gw-sim/core";
import type { RawGateway } from "../raw-gateway.js";

/** A client that was started, and is to keep its session until it is stopped. */
export interface ClientUnderTest {
	/** Says something in its room; may throw where it has no session, or where it will not. */
	send(content: string): void;
	/** Ends for good; settles when nothing of it is left. */
	stop(): Promise<void>;
}

/** What a client under test tells, where it can. */
export interface ClientHearing {
	/** Somebody said something. */
	heard(content: string): void;
}

/** A kind of client, and the gateway that each one started connects to. */
export interface ChatClientTarget {
	readonly clock: Clock;
	readonly gateway: RawGateway;
	/** Starts one, with any token. */
	start(hearing: ClientHearing): ClientUnderTest;
	/** Whether it calls `heard`; without it the cases on what a client reads are skipped. */
	readonly hears?: boolean;
	/**
	 * The longest that a case may let time pass; cases that need more are skipped. Infinity under a
	 * virtual clock. @defaultValue 5000
	 */
	readonly patienceMs?: number;
}

export function patienceOf({ patienceMs = 5000 }: ChatClientTarget): number {
	return patienceMs;
}
