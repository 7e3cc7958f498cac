/** Seen from the socket that is disturbed: `in` is what it receives, `out` what it sends. */
export type Direction = "in" | "out";

interface FrameFault {
	/** Both directions when absent. */
	readonly direction?: Direction;
}

/** Every frame arrives later; frames keep their order. */
export interface Latency extends FrameFault {
	readonly type: "latency";
	readonly ms: number;
	/** The delay varies by up to this much either way; 0 when absent. */
	readonly jitterMs?: number;
}

/** A share of the frames never arrives. */
export interface Drop extends FrameFault {
	readonly type: "drop";
	/** From 0 (none) to 1 (all). */
	readonly rate: number;
}

/** A share of the frames arrives twice. */
export interface Duplicate extends FrameFault {
	readonly type: "duplicate";
	readonly rate: number;
}

/** A share of the frames is held back while later ones pass. */
export interface Reorder extends FrameFault {
	readonly type: "reorder";
	readonly rate: number;
	readonly holdMs: number;
}

/** In a share of the frames one bit is flipped. */
export interface Corrupt extends FrameFault {
	readonly type: "corrupt";
	readonly rate: number;
}

/** The link looks open and is not: writes vanish and nothing arrives, not even a close. */
export interface HalfOpen {
	readonly type: "half-open";
	/** Counted from the connection's start, or from when the fault was put on it; 0 when absent. */
	readonly afterMs?: number;
}

/** The connection ends without a close frame. */
export interface Cut {
	readonly type: "cut";
	readonly afterMs?: number;
}

export type Fault = Latency | Drop | Duplicate | Reorder | Corrupt | HalfOpen | Cut;

/** One thing that a fault did. Equal seeds and equal traffic give equal tapes. */
export interface TapeEntry {
	/** On the clock of the faults, in milliseconds. */
	readonly at: number;
	/** Counts the connections that were disturbed, from 0. */
	readonly connection: number;
	readonly fault: Fault["type"];
	/** Absent for faults that hit the whole connection. */
	readonly direction?: Direction;
	/** Counts the frames of one direction of a connection, from 0. */
	readonly frame?: number;
	/** For latency and reorder. */
	readonly delayMs?: number;
}
