import type { Arm, BackoffSteps, Disarm, TimerFired } from "@gw-sim/core";
import type { PuffDeviceState } from "./device-state.js";
import type { ClientMessage, GroupChanges, Hello, UserChanges } from "./messages.js";
import type { ReceivedJoinedGroup, ReceivedMessage } from "./received.js";

/** What outlives a connection, so that the next one can go on where it ended. */
export interface Memory {
	/** The group that this client was in last and did not leave; null for none. */
	readonly group: string | null;
	/** What this client calls itself; empty for what the gateway would. */
	readonly user: UserChanges;
	/** All that its device has told; empty for one that only looks on. */
	readonly device: PuffDeviceState;
}

/** An op 1 without its answer yet. They are answered in the order in which they were sent. */
export interface PendingJoin {
	readonly groupId: string;
	/** The requests that it answers; none where the client comes back by itself. */
	readonly ids: readonly number[];
	/** Whether an op 7 went out after it, so that a success is void. */
	readonly isVoid: boolean;
}

interface Off {
	/** `stopped` stays so until `connect`: out of retries, or refused for good. */
	readonly name: "offline" | "stopped";
	readonly memory: Memory;
}

export interface OnTheWay {
	/** `greeting` is open and waits for the hello. */
	readonly name: "connecting" | "greeting" | "backoff";
	readonly memory: Memory;
	/** Connections in a row that did not come to where the client wants to be. */
	readonly failures: number;
}

/** Since the hello. */
export interface Live {
	readonly name: "live";
	readonly memory: Memory;
	readonly failures: number;
	readonly heartbeatIntervalMs: number;
	/** The group that the gateway has this client in; null for none. */
	readonly groupId: string | null;
	readonly joins: readonly PendingJoin[];
	/** Requests that wait for GROUP_CREATE, in the order in which they were sent. */
	readonly creates: readonly number[];
}

export type PuffClientState = Off | OnTheWay | Live;

/** Why a client is not connected any more, or not yet. */
export type PuffLoss =
	| { readonly cause: "closed"; readonly code: number; readonly failure?: PuffConnectTrouble }
	| { readonly cause: "hello-timeout" }
	/** A frame was, or unpacks to, more than this client takes. */
	| { readonly cause: "too-big" };

/** What kept a connection from opening. */
export interface PuffConnectTrouble {
	readonly kind: string;
	readonly message: string;
	readonly status?: number;
}

export type PuffClientTimer = "retry" | "hello" | "heartbeat" | "rejoin" | `request:${number}`;

export type PuffClientInput =
	| { readonly type: "connect" }
	| { readonly type: "disconnect" }
	| { readonly type: "opened" }
	| { readonly type: "received"; readonly message: ReceivedMessage }
	| { readonly type: "too-big" }
	| { readonly type: "closed"; readonly code: number; readonly failure?: PuffConnectTrouble }
	| { readonly type: "create"; readonly id: number; readonly name: string | null }
	| { readonly type: "join"; readonly id: number; readonly groupId: string }
	/** Also forgets the group that the client would come back to. */
	| { readonly type: "leave" }
	/** Remembered in every state: all of it goes out after each JOINED_GROUP. */
	| { readonly type: "device"; readonly changes: PuffDeviceState }
	/** Remembered in every state, and told again on every connection. */
	| { readonly type: "user"; readonly changes: UserChanges }
	/** Sent where the client is in a group, and otherwise lost. */
	| { readonly type: "edit"; readonly changes: GroupChanges }
	| { readonly type: "inquire" }
	| TimerFired<PuffClientTimer>;

export type PuffOutcome =
	| { readonly ok: true; readonly groupId: string; readonly name: string }
	| { readonly ok: false; readonly why: "not-online" | "too-many" | "timeout" | "closed" | "left" }
	/** By the gateway, with its code. */
	| { readonly ok: false; readonly why: "refused"; readonly code: string };

/** Why a client does not come back by itself: the gateway will say no again, or `maxRetries`. */
export type PuffEnd = "refused" | "gave-up";

export type PuffClientEffect =
	| { readonly type: "open" }
	| { readonly type: "send"; readonly message: ClientMessage }
	/** `close` and `terminate` forget the socket: what it still tells is of no interest. */
	| { readonly type: "close"; readonly code: number }
	| { readonly type: "terminate" }
	| { readonly type: "settle"; readonly id: number; readonly outcome: PuffOutcome }
	| { readonly type: "hello"; readonly hello: Hello }
	/** This client is in a group now; whatever it knew of another is void. */
	| { readonly type: "joined"; readonly joined: ReceivedJoinedGroup }
	/** This client is in no group any more, or not for now. */
	| { readonly type: "left" }
	/** What else the gateway said, of this client's own group and of no group. */
	| { readonly type: "event"; readonly event: Exclude<ReceivedMessage, Hello> }
	/** The group could not be entered again; `code` is the gateway's, null where it said nothing. */
	| { readonly type: "rejoin-failed"; readonly groupId: string; readonly code: string | null }
	| { readonly type: "lost"; readonly loss: PuffLoss; readonly end: PuffEnd | null }
	| Arm<PuffClientTimer>
	| Disarm<PuffClientTimer>;

export interface PuffClientRules {
	/** Attempts after a failed one; when as many fail in a row, the client gives up. Unlimited when absent. */
	readonly maxRetries?: number;
	readonly backoffSteps?: BackoffSteps;
	/** How long the hello may take after the upgrade; 10 000 ms when absent. */
	readonly helloTimeoutMs?: number;
	/** How long the answer to ops 1 and 2 may take; 10 000 ms when absent. */
	readonly requestTimeoutMs?: number;
	/** From a failed attempt to come back into the group to the next; 5000 ms when absent. */
	readonly rejoinMs?: number;
	/** Requests that may wait for their answer; 64 when absent. */
	readonly maxRequests?: number;
}
