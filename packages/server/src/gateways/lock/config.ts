import type { LockUser } from "@gw-sim/protocols/lock";
import * as v from "valibot";
import { bytes, count, flag, mapping, milliseconds, secret } from "../../config-values.js";

export interface LockConfig {
	/** Without inbound bytes for this long a connection is closed; 0 for never. */
	readonly idleTimeoutMs: number;
	/** Accept JSON in binary V2 frames, as the firmware of 2020 sent it. */
	readonly legacyFirmware: boolean;
	/** Needed by every connection where set, as a Phoenix 1.8 auth token or the `token` parameter. */
	readonly authToken: string | null;
	/** True compares a browser's origin with our own host, a list names others, false lets all in. */
	readonly checkOrigin: boolean | readonly string[];
	readonly maxPayloadBytes: number;
	/** Whose items locks pair. */
	readonly user: LockUser;
}

export const lockConfig: v.GenericSchema<unknown, LockConfig> = mapping({
	idleTimeoutMs: v.optional(milliseconds(0), 60_000),
	legacyFirmware: v.optional(flag(), false),
	authToken: v.optional(secret(), null),
	checkOrigin: v.optional(
		v.union(
			[v.boolean(), v.array(v.pipe(v.string(), v.minLength(1)))],
			"needs true, false or a list of origins",
		),
		true,
	),
	maxPayloadBytes: v.optional(bytes(64), 65_536),
	user: v.optional(
		mapping({
			id: v.optional(count(0), 1),
			email: v.optional(v.string("needs a text"), "owner@gw-sim.local"),
		}),
		{},
	),
});
