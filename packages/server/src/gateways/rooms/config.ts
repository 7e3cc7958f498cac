import * as v from "valibot";
import { bytes, flag, mapping, milliseconds, secret } from "../../config-values.js";

export interface RoomsConfig {
	/** What `authenticate` is signed with; null lets nobody become an administrator. */
	readonly signingKey: string | null;
	/** Answer an `error` frame where the origin is silent. */
	readonly strictErrors: boolean;
	/** Take any session id of 1 to 64 characters `A-Za-z0-9_-`, as the origin did. */
	readonly clientSessions: boolean;
	/** How often every client is sent a `ping`; 0 for never. */
	readonly pingIntervalMs: number;
	/** Without inbound bytes for this long a connection is closed; 0 for never. */
	readonly idleTimeoutMs: number;
	readonly maxPayloadBytes: number;
	/** How a counter's value goes out: as a JSON number, or as a string. */
	readonly counterValueAs: "number" | "string";
	/** The `config` of a room in which nobody has set one. */
	readonly initialConfig: string;
}

export const roomsConfig: v.GenericSchema<unknown, RoomsConfig> = mapping({
	signingKey: v.optional(secret(), null),
	strictErrors: v.optional(flag(), false),
	clientSessions: v.optional(flag(), false),
	pingIntervalMs: v.optional(milliseconds(0), 25_000),
	idleTimeoutMs: v.optional(milliseconds(0), 0),
	maxPayloadBytes: v.optional(bytes(64), 1_048_576),
	counterValueAs: v.optional(
		v.picklist(["number", "string"], "must be number or string"),
		"number",
	),
	initialConfig: v.optional(v.string("needs a text"), ""),
});
