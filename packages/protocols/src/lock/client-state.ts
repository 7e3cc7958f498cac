import type { Arm, BackoffSteps, Disarm, TimerFired } from "@gw-sim/core";
import type { ClientMessage, LockState, Payload, ServerMessage } from "./messages.js";

/** Counters of one open socket. */
export interface Wire {
	readonly nextRef: number;
	/** The heartbeat that waits for its reply. */
	readonly heartbeatRef: string | null;
}

export type LockClientState =
	| { readonly name: "offline" }
	| { readonly name: "connecting"; readonly failures: number }
	| {
			readonly name: "joining";
			readonly failures: number;
			readonly wire: Wire;
			readonly joinRef: string;
	  }
	| {
			readonly name: "online";
			readonly wire: Wire;
			readonly joinRef: string;
			/** Request ids by the ref that their reply will carry. */
			readonly requests: ReadonlyMap<string, number>;
	  }
	| {
			readonly name: "backoff";
			readonly failures: number;
			/** Open where only the channel was lost: the rejoin then uses the same socket. */
			readonly wire: Wire | null;
	  }
	| { readonly name: "gave-up" };

/** Why a lock is not online any more, or not yet. */
export type LockLoss =
	| { readonly cause: "closed"; readonly code: number; readonly failure?: ConnectTrouble }
	| { readonly cause: "join-refused"; readonly reason: string }
	| {
			readonly cause:
				| "join-timeout"
				| "bad-state"
				| "heartbeat-timeout"
				| "channel-error"
				| "channel-closed";
	  };

/** What kept a connection from opening. */
export interface ConnectTrouble {
	readonly kind: string;
	readonly message: string;
	readonly status?: number;
}

export type LockClientTimer =
	| "retry"
	| "join"
	| "heartbeat"
	| "heartbeat-reply"
	| `request:${string}`;

export type LockClientInput =
	| { readonly type: "connect" }
	| { readonly type: "disconnect" }
	| { readonly type: "opened" }
	| { readonly type: "received"; readonly message: ServerMessage }
	| { readonly type: "closed"; readonly code: number; readonly failure?: ConnectTrouble }
	| {
			readonly type: "request";
			/** Chosen by the caller; names the request in its `settle` effect. */
			readonly id: number;
			readonly event: string;
			readonly payload: Payload;
	  }
	| TimerFired<LockClientTimer>;

export type RequestOutcome =
	| { readonly ok: true; readonly status: string; readonly response: Payload }
	| { readonly ok: false; readonly why: "not-online" | "too-many" | "timeout" | "closed" };

export type LockClientEffect =
	| { readonly type: "open" }
	| { readonly type: "send"; readonly message: ClientMessage }
	/** `close` and `terminate` forget the socket: what it still tells is of no interest. */
	| { readonly type: "close"; readonly code: number }
	| { readonly type: "terminate" }
	| { readonly type: "settle"; readonly id: number; readonly outcome: RequestOutcome }
	| { readonly type: "joined"; readonly state: LockState }
	| { readonly type: "lost"; readonly loss: LockLoss; readonly gaveUp: boolean }
	| { readonly type: "event"; readonly event: string; readonly payload: Payload }
	| Arm<LockClientTimer>
	| Disarm<LockClientTimer>;

export interface LockClientRules {
	readonly serial: string;
	/** Attempts after a failed one; when as many fail in a row, the client gives up. Unlimited when absent. */
	readonly maxRetries?: number;
	readonly backoffSteps?: BackoffSteps;
	/** How long a join may take; 10 000 ms when absent. */
	readonly joinTimeoutMs?: number;
	/** How long the reply to any other message may take; 10 000 ms when absent. */
	readonly requestTimeoutMs?: number;
	/** From one heartbeat's reply to the next heartbeat; 30 000 ms when absent. */
	readonly heartbeatMs?: number;
	/** After which a connection counts as dead; 10 000 ms when absent. */
	readonly heartbeatTimeoutMs?: number;
	/** Requests that may wait for their reply; 64 when absent. */
	readonly maxRequests?: number;
}
