import type { Arm, Disarm, GwError, TimerFired } from "@gw-sim/core";
import type { Dialect, Tail } from "./hearing.js";

/** What became of the frames that were given. */
export interface LedCounts {
	/** Written to the port, repeats among them. */
	readonly shown: number;
	/** Replaced by a newer one before the port could take them. */
	readonly skipped: number;
	/** Acknowledged by the board. */
	readonly acknowledged: number;
	/** Not acknowledged in time, by a board that acknowledges. */
	readonly unacknowledged: number;
}

/** Counts, and frames written in the last second. */
export interface LedStats extends LedCounts {
	readonly fps: number;
}

/** How far the port is: joining means that the board was not heard yet. */
export type LedLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** What there is to know of real LEDs. */
export type LedEvent =
	| { readonly type: "link"; readonly link: LedLink }
	/** Frames go out from now on: whether the board said hello, and whether it acknowledges frames. */
	| { readonly type: "ready"; readonly hello: boolean; readonly acks: boolean }
	/** What went wrong, told once per change of cause. */
	| { readonly type: "problem"; readonly code: string; readonly message: string }
	/** Once a second while frames go out. */
	| { readonly type: "stats"; readonly stats: LedStats };

/** What the machine has to know of port, protocol and strip. */
export interface LedMachineSettings {
	readonly dialect: Dialect;
	/** What makes the board change its rate; null where nothing has to. */
	readonly baudByte: number | null;
	/** Milliseconds that a frame spends on the wire. */
	readonly wireMs: number;
	/** Milliseconds from a frame to the next where the board does not acknowledge. */
	readonly paceMs: number;
	/** Milliseconds after which a frame counts as lost, where the board acknowledges. */
	readonly ackMs: number;
	/** Frames that may be unacknowledged at a time, where the board acknowledges. */
	readonly inFlight: 1 | 2;
	/** A frame in which every LED is dark. */
	readonly black: Uint8Array;
}

/** What keeps the next frame back. */
export interface Gate {
	/** The port has not taken the last one. */
	readonly writing: boolean;
	/** The wire or the board is busy with it, as far as that can be told. */
	readonly pacing: boolean;
	/** Not acknowledged yet. */
	readonly inFlight: number;
}

export type Phase =
	| { readonly name: "offline"; readonly isOver: boolean }
	| { readonly name: "opening"; readonly failures: number; readonly isLast: boolean }
	/** Open, and waiting for the board to say hello; `acks` once it announced to acknowledge. */
	| {
			readonly name: "greeting";
			readonly failures: number;
			readonly tail: Tail;
			readonly hello: boolean;
			readonly step: "baud" | "hello";
			readonly isLast: boolean;
	  }
	| { readonly name: "lit"; readonly tail: Tail; readonly acks: boolean; readonly gate: Gate }
	/** The last frames go out, all dark: `left` of them. */
	| {
			readonly name: "darkening";
			readonly tail: Tail;
			readonly acks: boolean;
			readonly gate: Gate;
			readonly left: number;
	  }
	| { readonly name: "closing" }
	| { readonly name: "backoff"; readonly failures: number };

export interface LedState {
	readonly phase: Phase;
	/** The latest frame; null before the first. */
	readonly frame: Uint8Array | null;
	/** Whether it is to be sent: for the first time, or again. */
	readonly due: "no" | "new" | "again";
	readonly counts: LedCounts;
	/** Frames that were written when `stats` was told last. */
	readonly toldShown: number;
	/** The trouble that was told last, until all is well. */
	readonly cause: string | null;
}

export type LedTimer = "hello" | "pace" | "ack" | "stall" | "resend" | "reopen" | "dark" | "stats";

export type LedInput =
	| { readonly type: "start" }
	| { readonly type: "show"; readonly frame: Uint8Array }
	| { readonly type: "stop" }
	| { readonly type: "opened" }
	/** The port could not be opened, or is gone. */
	| { readonly type: "failed"; readonly error: GwError }
	| { readonly type: "received"; readonly bytes: Uint8Array }
	/** The operating system took the frame that was written last. */
	| { readonly type: "written" }
	| { readonly type: "closed" }
	| TimerFired<LedTimer>;

export type LedEffect =
	| { readonly type: "open" }
	/** Bytes that are no frame. */
	| { readonly type: "say"; readonly bytes: Uint8Array }
	| { readonly type: "set-baud" }
	/** Encodes and writes a frame; `written` follows. */
	| { readonly type: "send"; readonly frame: Uint8Array }
	/** Closes the port; `closed` follows. */
	| { readonly type: "close" }
	/** Closes the port without waiting for what it holds; nothing follows. */
	| { readonly type: "abandon" }
	| { readonly type: "tell"; readonly event: LedEvent }
	| Arm<LedTimer>
	| Disarm<LedTimer>;

/** Before anything was started. */
export const ledStart: LedState = {
	phase: { name: "offline", isOver: false },
	frame: null,
	due: "no",
	counts: { shown: 0, skipped: 0, acknowledged: 0, unacknowledged: 0 },
	toldShown: 0,
	cause: null,
};

/** How far the port is. */
export function linkOf({ phase }: LedState): LedLink {
	switch (phase.name) {
		case "offline":
			return "offline";
		case "opening":
			return "connecting";
		case "greeting":
			return "joining";
		case "lit":
		case "darkening":
		case "closing":
			return "online";
		case "backoff":
			return "backoff";
	}
}
