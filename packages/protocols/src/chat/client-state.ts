import type { Arm, BackoffSteps, Disarm, TimerFired } from "@gw-sim/core";
import type {
	ClientEvent,
	ClientMessage,
	ForeignDispatch,
	Ready,
	ReceivedMessage,
	ServerEvent,
	Snowflake,
} from "./messages.js";

/** A session that may be resumed. */
export interface Session {
	readonly id: Snowflake;
	/** The last `s` that was handled; 0 before the first. */
	readonly s: number;
}

/** Heartbeats of one connection. */
export interface Beat {
	readonly intervalMs: number;
	/** Whether nothing came back since the last one. */
	readonly unanswered: boolean;
}

/** What every state on the way to a session, or in one, carries. */
interface Attempt {
	/** Connections in a row that did not come to a 140. */
	readonly failures: number;
	readonly session: Session | null;
}

/** What every state with an open connection carries. */
interface Wire {
	/** The fatal error after which the gateway is about to close. */
	readonly fatalError: number | null;
}

export type ChatClientState =
	| { readonly name: "offline" }
	| ({ readonly name: "connecting" } & Attempt)
	/** Open, waiting for function code 100. */
	| ({ readonly name: "introducing" } & Attempt & Wire)
	/** Waiting for the token. */
	| ({ readonly name: "authorising"; readonly beat: Beat } & Attempt & Wire)
	/** Waiting for function code 140. */
	| ({ readonly name: "joining"; readonly beat: Beat } & Attempt & Wire)
	| ({ readonly name: "online"; readonly beat: Beat; readonly session: Session } & Wire)
	| ({ readonly name: "backoff" } & Attempt)
	/** Refused for good, or out of retries; stays so until `connect`. */
	| { readonly name: "stopped" };

/** Why a client is not online any more, or not yet. */
export type ChatLoss =
	| {
			readonly cause: "closed";
			readonly code: number;
			/** The fatal error that came before; null where none did. */
			readonly error: number | null;
			readonly failure?: ConnectTrouble;
	  }
	| { readonly cause: "token"; readonly reason: string }
	| { readonly cause: "introduce-timeout" | "ready-timeout" | "heartbeat-timeout" };

/** What kept a connection from opening. */
export interface ConnectTrouble {
	readonly kind: string;
	readonly message: string;
	readonly status?: number;
}

export type ChatClientTimer = "retry" | "introduce" | "ready" | "heartbeat";

export type ChatClientInput =
	| { readonly type: "connect" }
	| { readonly type: "disconnect" }
	| { readonly type: "opened" }
	/** The answer to the effect `token`. */
	| { readonly type: "token"; readonly token: string }
	| { readonly type: "no-token"; readonly reason: string }
	| { readonly type: "received"; readonly message: ReceivedMessage }
	| { readonly type: "closed"; readonly code: number; readonly failure?: ConnectTrouble }
	/** Has no effect unless the client is online and met no fatal error. */
	| { readonly type: "execute"; readonly event: ClientEvent }
	| TimerFired<ChatClientTimer>;

export type ChatClientEffect =
	| { readonly type: "open" }
	/** Asks for the token, to be given back as an input. */
	| { readonly type: "token" }
	| { readonly type: "send"; readonly message: ClientMessage }
	/** `close` and `terminate` forget the socket: what it still tells is of no interest. */
	| { readonly type: "close"; readonly code: number }
	| { readonly type: "terminate" }
	/** A 140. Unless `resumed`, whatever is known from an earlier session is void. */
	| { readonly type: "ready"; readonly ready: Ready }
	| { readonly type: "event"; readonly event: ServerEvent }
	| { readonly type: "foreign"; readonly dispatch: ForeignDispatch }
	/** An error after which the connection stays. */
	| { readonly type: "refused"; readonly code: number }
	| { readonly type: "lost"; readonly loss: ChatLoss; readonly end: ChatEnd | null }
	| Arm<ChatClientTimer>
	| Disarm<ChatClientTimer>;

/** Why a client does not come back by itself: the gateway will say no again, or `maxRetries`. */
export type ChatEnd = "refused" | "gave-up";

export interface ChatClientRules {
	/** Attempts after a failed one; when as many fail in a row, the client gives up. Unlimited when absent. */
	readonly maxRetries?: number;
	/** A random part of each is waited; 1 s doubling to 30 s when absent. */
	readonly backoffSteps?: BackoffSteps;
	/** How long function code 100 may take; 10 000 ms when absent. */
	readonly introduceTimeoutMs?: number;
	/** How long token and function code 140 may take together; 10 000 ms when absent. */
	readonly readyTimeoutMs?: number;
}
