import {
	type Compat,
	defaultEmptyGroupTtlMs,
	defaultHeartbeatIntervalMs,
	defaultIdleTimeoutMs,
	defaultUnjoinedGroupTtlMs,
} from "@gw-sim/protocols/puff";
import * as v from "valibot";
import { bytes, mapping, milliseconds } from "../../config-values.js";

export interface PuffConfig {
	/** How often the hello asks clients to send a heartbeat. */
	readonly heartbeatIntervalMs: number;
	/** Without inbound bytes for this long a connection is closed with 1000; 0 for never. */
	readonly idleTimeoutMs: number;
	/** How long a group stays that everybody has left. */
	readonly emptyGroupTtlMs: number;
	/** How long a group stays that nobody has joined, since it was made or the server was started. */
	readonly unjoinedGroupTtlMs: number;
	/** Without a heartbeat for this long a connection is closed with 4002; 0 for never. */
	readonly heartbeatTimeoutMs: number;
	/** Of a message, before and after it is inflated. */
	readonly maxPayloadBytes: number;
	/** Which gateway to speak like; `seed` is the first one to the letter. */
	readonly compat: Compat;
}

export const puffConfig: v.GenericSchema<unknown, PuffConfig> = mapping({
	heartbeatIntervalMs: v.optional(milliseconds(10), defaultHeartbeatIntervalMs),
	idleTimeoutMs: v.optional(milliseconds(0), defaultIdleTimeoutMs),
	emptyGroupTtlMs: v.optional(milliseconds(0), defaultEmptyGroupTtlMs),
	unjoinedGroupTtlMs: v.optional(milliseconds(0), defaultUnjoinedGroupTtlMs),
	heartbeatTimeoutMs: v.optional(milliseconds(0), 0),
	maxPayloadBytes: v.optional(bytes(64), 65_536),
	compat: v.optional(v.picklist(["default", "seed"], "must be default or seed"), "default"),
});
