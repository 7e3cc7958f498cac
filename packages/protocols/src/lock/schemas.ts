import { isJsonObject, type JsonObject, type JsonValue } from "@gw-sim/core";
import * as v from "valibot";
import type { AccessReply, LockState, LockUser, Payload } from "./messages.js";

const jsonObject = v.custom<JsonObject>((value) => isJsonObject(value as JsonValue));

const lockUser: v.GenericSchema<unknown, LockUser> = v.object({
	id: v.number(),
	email: v.string(),
});

/** Tolerant, as a device has to be: unknown keys pass, those that came later may be missing or null. */
const lockState: v.GenericSchema<unknown, LockState> = v.object({
	uuid: v.string(),
	serial: v.string(),
	name: v.optional(v.nullable(v.string()), null),
	mode: v.optional(v.nullable(v.number()), null),
	feature_flags: v.nullish(v.array(v.string()), []),
	config: v.optional(v.nullable(jsonObject), null),
});

const accessReply: v.GenericSchema<unknown, AccessReply> = v.object({
	user: v.optional(v.nullable(lockUser), null),
	access: v.boolean(),
});

const accessRequest = v.object({ uuid: v.string(), device: v.string() });

/** The state in a reply to a join or a reset; null where it is none. */
export function parseLockState(response: Payload): LockState | null {
	return parse(lockState, response);
}

/** The answer to `access:request`; null where it is none. */
export function parseAccessReply(response: Payload): AccessReply | null {
	return parse(accessReply, response);
}

/** Which lock asks (by uuid) for which item (by serial); null where the payload is no request. */
export function parseAccessRequest(
	payload: Payload,
): { readonly uuid: string; readonly device: string } | null {
	return parse(accessRequest, payload);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | null {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : null;
}
