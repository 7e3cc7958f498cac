import type { Frame, JsonObject } from "@gw-sim/core";
import type { LockState, Payload } from "@gw-sim/protocols/lock";
import type { LockProblem } from "./problem.js";

/** How far the connection is; `online` means that the hub answered the join. */
export type LockLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** What a client tells its listeners. */
export interface LockClientEvents {
	readonly link: LockLink;
	/** The hub's answer to a join, the first and every later one. */
	readonly joined: LockState;
	/** What `mode:pair` carried, every key of it. */
	readonly pair: JsonObject;
	/** Any other event of the hub. */
	readonly event: { readonly event: string; readonly payload: Payload };
	readonly problem: LockProblem;
	/** Everything that goes over the wire, for recorders. */
	readonly frame: { readonly direction: "in" | "out"; readonly frame: Frame };
}
