/** The device's side of the group heating gateway of puff.social: groups, devices, and their heating. */
export type {
	DeviceColor,
	GroupChanges,
	GroupState,
	GroupView,
	HeatingRole,
	HeatProfile,
	LastDab,
	MemberView,
	PublicGroup,
	PuffDeviceState,
	UserChanges,
	Visibility,
} from "@gw-sim/protocols/puff";
export { heatStates } from "@gw-sim/protocols/puff";
export type { Signalled } from "../signalled.js";
export type { Compression } from "./endpoint.js";
export { PuffRefusedError } from "./errors.js";
export type {
	CreatedGroup,
	DeviceUpdate,
	Doing,
	PuffClientEvents,
	PuffLink,
	PuffSession,
} from "./events.js";
export type { Inflate } from "./inflate.js";
export type {
	OptionalPuffClientOptions,
	PuffClientOptions,
	RequiredPuffClientOptions,
} from "./options.js";
export type { PuffProblem, PuffProblemCode } from "./problem.js";
export { PuffClient } from "./puff-client.js";
