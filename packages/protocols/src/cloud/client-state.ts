import type { Arm, BackoffSteps, Disarm, TimerFired } from "@gw-sim/core";
import type { Display } from "./display.js";
import type { ClientMessage, Command, ReceivedMessage, Show } from "./messages.js";

/** What came and was of no use, since the client was made. */
export interface CloudCounters {
	/** Packets, and other text, before `ok`. */
	readonly violations: number;
	/** Malformed packets. */
	readonly rejected: number;
	/** Packets of unknown modes, and text without packets. */
	readonly unknown: number;
	/** Binary frames. */
	readonly binary: number;
}

/** What outlives a connection. A reset leaves of it the counters and the warning. */
export interface Memory {
	readonly display: Display;
	/** Whether the light is low for want of a connection. */
	readonly dimmed: boolean;
	/** Whether the server wants log lines. */
	readonly debug: boolean;
	readonly counters: CloudCounters;
	/** Whether it was told that this server sends colours with the mode of weather. */
	readonly warned: boolean;
}

interface Off {
	readonly name: "offline" | "gave-up";
	readonly memory: Memory;
}

interface OnTheWay {
	readonly memory: Memory;
	/** Attempts that failed since the client was last online. */
	readonly failures: number;
}

/** An open connection before the server's `ok`: first the secret is waited for, then that. */
export interface Joining extends OnTheWay {
	readonly name: "authorising" | "joining";
}

export interface Online {
	readonly name: "online";
	readonly memory: Memory;
	/** Pings that may still be answered in time. */
	readonly awaited: number;
	/** Pings in a row that were not. */
	readonly misses: number;
}

export type CloudClientState =
	| Off
	| (OnTheWay & { readonly name: "connecting" })
	| Joining
	| Online
	| (OnTheWay & { readonly name: "backoff" });

/** Why a client is not online any more, or not yet. */
export type CloudLoss =
	| {
			readonly cause: "closed";
			/** How far the client was: dialling, waiting for `ok`, or past it. */
			readonly during: "connecting" | "joining" | "online";
			readonly code: number;
			readonly failure?: CloudConnectTrouble;
	  }
	/** There was no secret to send. */
	| { readonly cause: "secret"; readonly reason: string }
	| { readonly cause: "join-timeout" | "pong-timeout" };

/** What kept a connection from opening, or broke it. */
export interface CloudConnectTrouble {
	readonly kind: string;
	readonly message: string;
	readonly status?: number;
}

export type CloudClientTimer = "retry" | "join" | "ping" | "pong";

export type CloudClientInput =
	| { readonly type: "connect" }
	| { readonly type: "disconnect" }
	| { readonly type: "opened" }
	/** The answer to the effect `secret`. */
	| { readonly type: "secret"; readonly secret: string }
	| { readonly type: "no-secret"; readonly reason: string }
	| { readonly type: "received"; readonly message: ReceivedMessage }
	| { readonly type: "closed"; readonly code: number; readonly failure?: CloudConnectTrouble }
	/** Sent where the client is online and the server wants log lines, and otherwise lost. */
	| { readonly type: "log"; readonly line: string }
	/** Asks the server whether it is there before the time for that has come; lost off line. */
	| { readonly type: "ping" }
	| TimerFired<CloudClientTimer>;

export type CloudClientEffect =
	| { readonly type: "open" }
	/** Asks for the secret, to be given back as an input. */
	| { readonly type: "secret" }
	| { readonly type: "send"; readonly message: ClientMessage }
	/**
	 * Closes without a code, the only close that the original server understands. `close` and
	 * `terminate` forget the socket: what it still tells is of no interest.
	 */
	| { readonly type: "close" }
	| { readonly type: "terminate" }
	/** The server said `ok`. */
	| { readonly type: "joined" }
	/** Something else is shown from now on. */
	| { readonly type: "show"; readonly show: Show }
	| { readonly type: "dimmed"; readonly dimmed: boolean }
	| { readonly type: "command"; readonly command: Command }
	| { readonly type: "rejected"; readonly text: string; readonly reason: string }
	/** The first colour that came with the mode of weather. */
	| { readonly type: "miscoded" }
	| { readonly type: "lost"; readonly loss: CloudLoss; readonly gaveUp: boolean }
	| Arm<CloudClientTimer>
	| Disarm<CloudClientTimer>;

export interface CloudClientRules {
	/** Attempts after a failed one; when as many fail in a row, the client gives up. Unlimited when absent. */
	readonly maxRetries?: number;
	/** Each wait is one of these and up to half of it more; 1 s doubling to 30 s when absent. */
	readonly backoffSteps?: BackoffSteps;
	/** How long the server's `ok` may take after the secret; 8000 ms when absent. */
	readonly joinTimeoutMs?: number;
	/** From `ok` to the first ping, and from each ping to the next; 4000 ms when absent. */
	readonly pingMs?: number;
	/** After which a ping counts as missed; 5000 ms when absent. Two in a row end the connection. */
	readonly pongTimeoutMs?: number;
	/** What becomes of the light without a connection; it is kept when absent. */
	readonly whenOffline?: WhenOffline;
}

/** Whether a lamp that lost its server goes on, goes dark, or goes on with less light. */
export type WhenOffline = "keep" | "off" | "dim";
