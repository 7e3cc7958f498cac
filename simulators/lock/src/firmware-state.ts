import type { LockLink, LockState, LockUser } from "@gw-sim/client/lock";
import type { Arm, Disarm, JsonObject, TimerFired } from "@gw-sim/core";
import type { StoredMode } from "@gw-sim/protocols/lock";
import { type Bolt, type BoltTimer, lockedBolt } from "./bolt.js";

/** A pairing that the hub asked for. */
interface Pairing {
	/** Counts the pairings: an answer to an earlier one is told by it. */
	readonly id: number;
	/** The payload of `mode:pair`, every key of it. */
	readonly params: JsonObject;
	/** `submitting` from the tag's read to the hub's answer, `leaving` until the reset is answered. */
	readonly phase: "waiting" | "submitting" | "leaving";
}

/** What the light at the reader says about the last tag; nothing after a second. */
export type Feedback = "none" | "ok" | "denied" | "error";

export interface LockFirmwareState {
	readonly link: LockLink;
	/** The hub's, from the latest join or reset; null before the first. */
	readonly uuid: string | null;
	readonly name: string | null;
	readonly mode: StoredMode;
	readonly pairing: Pairing | null;
	readonly pairings: number;
	readonly bolt: Bolt;
	/** The tag in the reader's field. */
	readonly tag: { readonly uid: string; readonly wasRead: boolean } | null;
	readonly feedback: Feedback;
}

export type LockFirmwareTimer = BoltTimer | "read" | "feedback";

export type LockFirmwareInput =
	/** `online` comes as `joined`. */
	| { readonly type: "link"; readonly link: Exclude<LockLink, "online"> }
	| { readonly type: "joined"; readonly hub: LockState }
	| { readonly type: "pair"; readonly params: JsonObject }
	| { readonly type: "present-tag"; readonly uid: string }
	| { readonly type: "remove-tag" }
	| { readonly type: "jam" | "clear-jam" }
	| {
			readonly type: "pair-answered";
			readonly pairing: number;
			readonly uid: string;
			/** Null where the hub took the pair. */
			readonly refusal: string | null;
	  }
	| {
			readonly type: "reset-answered";
			readonly pairing: number;
			/** Null where the reset failed. */
			readonly hub: LockState | null;
	  }
	| { readonly type: "access-answered"; readonly uid: string; readonly verdict: Verdict }
	| TimerFired<LockFirmwareTimer>;

/** What became of a question for access. */
export type Verdict =
	| { readonly granted: true; readonly user: LockUser | null }
	| { readonly granted: false; readonly reason: string };

/** What became of a tag that was read. */
export interface TagOutcome {
	readonly uid: string;
	readonly result: "paired" | "pair-refused" | "granted" | "denied";
	readonly reason?: string;
}

export type LockFirmwareEffect =
	| {
			readonly type: "complete-pair";
			readonly pairing: number;
			readonly params: JsonObject;
			readonly uid: string;
	  }
	| { readonly type: "reset"; readonly pairing: number }
	| { readonly type: "request-access"; readonly uid: string }
	/** The `event` message to the hub. */
	| { readonly type: "report"; readonly payload: JsonObject }
	| { readonly type: "tag"; readonly outcome: TagOutcome }
	/** Lose the link and come back: the join's reply has what the reset's would have had. */
	| { readonly type: "rejoin" }
	| Arm<LockFirmwareTimer>
	| Disarm<LockFirmwareTimer>;

/** A lock at power-up. */
export const poweredUp: LockFirmwareState = {
	link: "offline",
	uuid: null,
	name: null,
	mode: "unconfigured",
	pairing: null,
	pairings: 0,
	bolt: lockedBolt,
	tag: null,
	feedback: "none",
};

/** What the lock shows of itself: the state of its state event. */
export function snapshotOf(state: LockFirmwareState): JsonObject {
	const { link, mode, pairing, bolt, uuid, name } = state;
	return { link, mode: pairing === null ? mode : "pairing", bolt: bolt.position, uuid, name };
}

/** What the lock's light shows. */
export type Indicator =
	| "idle"
	| "pairing"
	| "busy"
	| "ok"
	| "denied"
	| "error"
	| "offline"
	| "jammed";

/** The light's signal of most weight; the original hardware has none. */
export function indicatorOf({ bolt, feedback, link, pairing }: LockFirmwareState): Indicator {
	if (bolt.position === "jammed") return "jammed";
	if (feedback !== "none") return feedback;
	if (link !== "online") return "offline";
	if (pairing === null) return "idle";
	return pairing.phase === "waiting" ? "pairing" : "busy";
}
