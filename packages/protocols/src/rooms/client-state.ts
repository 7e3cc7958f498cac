import type { Arm, BackoffSteps, Disarm, JsonObject, TimerFired } from "@gw-sim/core";
import type { Profile, RawMessage, ServerMessage, Subscription } from "./messages.js";

/** What outlives a connection, so that the next one can go on where it ended. */
export interface Memory {
	/** The id of the last profile, or one from an earlier life; null where there was none. */
	readonly session: string | null;
	/** What is listened to, in the order in which it was asked for. */
	readonly wanted: readonly Subscription[];
	/** Those of the last login that the server answered. */
	readonly properties: JsonObject | null;
}

/** A request that waits for a profile. The protocol has no ids: the order tells which one answers. */
export type WaitingRequest = {
	/** Chosen by the caller; null for the client's own login, of which nobody waits for the end. */
	readonly id: number | null;
} & ProfileRequest;

export type ProfileRequest =
	| { readonly kind: "login"; readonly properties: JsonObject }
	| { readonly kind: "profile" }
	| { readonly kind: "authenticate"; readonly ts: number; readonly key: string };

interface Off {
	readonly name: "offline" | "gave-up";
	readonly memory: Memory;
}

export interface OnTheWay {
	readonly name: "connecting" | "joining" | "backoff";
	readonly memory: Memory;
	/** Attempts that failed since the client was last online. */
	readonly failures: number;
}

export interface Online {
	readonly name: "online";
	readonly memory: Memory;
	/** In the order in which they were sent. */
	readonly awaited: readonly WaitingRequest[];
}

export type RoomsClientState = Off | OnTheWay | Online;

/** Why a client is not online any more, or not yet. */
export type RoomsLoss =
	| { readonly cause: "closed"; readonly code: number; readonly failure?: RoomsConnectTrouble }
	| { readonly cause: "join-timeout" | "silence" };

/** What kept a connection from opening. */
export interface RoomsConnectTrouble {
	readonly kind: string;
	readonly message: string;
	readonly status?: number;
}

export type RoomsClientTimer = "retry" | "join" | "ping" | "silence" | `request:${number}`;

export type RoomsClientInput =
	| { readonly type: "connect" }
	| { readonly type: "disconnect" }
	| { readonly type: "opened" }
	/** A frame came; null for one that could not be read. */
	| { readonly type: "received"; readonly message: ServerMessage | null }
	| { readonly type: "closed"; readonly code: number; readonly failure?: RoomsConnectTrouble }
	/** Remembered in every state, and sent again on every connection. */
	| { readonly type: "subscribe" | "unsubscribe"; readonly subscription: Subscription }
	/** Sent where the client is online, and otherwise lost. */
	| { readonly type: "send"; readonly message: RawMessage }
	| { readonly type: "request"; readonly id: number; readonly request: ProfileRequest }
	| TimerFired<RoomsClientTimer>;

export type RoomsOutcome =
	| { readonly ok: true; readonly profile: Profile }
	| { readonly ok: false; readonly why: "not-online" | "too-many" | "timeout" | "closed" }
	/** Of an authentication: the error that answered it, or null where only the silence tells. */
	| { readonly ok: false; readonly why: "refused"; readonly text: string | null };

export type RoomsClientEffect =
	/** Dials with this session, if there is one. */
	| { readonly type: "open"; readonly session: string | null }
	| { readonly type: "send"; readonly message: RawMessage }
	/** Sends a ping with the time of day. */
	| { readonly type: "ping" }
	/** `close` and `terminate` forget the socket: what it still tells is of no interest. */
	| { readonly type: "close"; readonly code: number }
	| { readonly type: "terminate" }
	| { readonly type: "settle"; readonly id: number; readonly outcome: RoomsOutcome }
	/** The connection's first profile. */
	| { readonly type: "joined"; readonly profile: Profile }
	/** Anything else that the server said, later profiles included. */
	| { readonly type: "message"; readonly message: ServerMessage }
	| { readonly type: "lost"; readonly loss: RoomsLoss; readonly gaveUp: boolean }
	| Arm<RoomsClientTimer>
	| Disarm<RoomsClientTimer>;

export interface RoomsClientRules {
	/** Attempts after a failed one; when as many fail in a row, the client gives up. Unlimited when absent. */
	readonly maxRetries?: number;
	readonly backoffSteps?: BackoffSteps;
	/** How long the first profile may take after the upgrade; 10 000 ms when absent. */
	readonly joinTimeoutMs?: number;
	/** How long the profile that answers a request may take; 10 000 ms when absent. */
	readonly requestTimeoutMs?: number;
	/** Between two pings to the server; 0 for none, 25 000 ms when absent. */
	readonly pingMs?: number;
	/** After which without a frame the connection counts as dead; 0 for never, as when absent. */
	readonly silenceTimeoutMs?: number;
	/** Requests that may wait for their profile; 64 when absent. */
	readonly maxRequests?: number;
}
