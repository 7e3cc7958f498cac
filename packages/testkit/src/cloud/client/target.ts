import type { Clock } from "@gw-sim/core";
import type { RawGateway } from "../../raw-gateway.js";
import type { Shown } from "../shown.js";

/** A lamp, as a case drives it. */
export interface ClientUnderTest {
	/** What it shows at this moment; called only where the target `tells`. */
	shown(): Shown;
	/** Writes a line of its log; called only where the target `logs`. */
	log(line: string): void;
	/** Ends it for good; settles when its connection is closed. */
	stop(): Promise<void>;
}

/** Lamps of one kind to be judged, each of which dials `gateway`. */
export interface CloudClientTarget {
	/** The clock that the lamps run on; the cases take minutes of it. */
	readonly clock: Clock;
	readonly gateway: RawGateway;
	/** What the lamps are to prove that they know. */
	readonly secret: string;
	/** Makes a lamp that knows nothing of the ones before, and lets it dial. */
	start(): ClientUnderTest;
	/** Whether lamps tell what they show; without it the cases on that are skipped. */
	readonly tells?: boolean;
	/** Whether lamps can be made to write a log line; without it the cases on that are skipped. */
	readonly logs?: boolean;
	/**
	 * The longest that a case may let time pass; cases that need more are skipped. Infinity under a
	 * virtual clock. @defaultValue 5000
	 */
	readonly patienceMs?: number;
}
