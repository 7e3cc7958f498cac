/** The device's side of the smart-lock hub: a client that joins, stays joined and asks. */
export type {
	AccessReply,
	LockState,
	LockUser,
	Payload,
} from "@gw-sim/protocols/lock";
export type { Signalled } from "../signalled.js";
export { LockRefusedError } from "./errors.js";
export type { LockClientEvents, LockLink } from "./events.js";
export { LockClient } from "./lock-client.js";
export type {
	LockClientOptions,
	OptionalLockClientOptions,
	RequiredLockClientOptions,
} from "./options.js";
export type { LockProblem, LockProblemCode } from "./problem.js";
