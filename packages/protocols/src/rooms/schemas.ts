import { isJsonObject, type JsonObject, type JsonValue } from "@gw-sim/core";
import * as v from "valibot";
import type { ItemId, Profile, PublicUser, Role } from "./messages.js";

const jsonObject = v.custom<JsonObject>((value) => isJsonObject(value as JsonValue));

/** Tolerant, as a client has to be: servers older than roles send none, and unknown keys are dropped. */
export const profile: v.GenericSchema<unknown, Profile> = v.object({
	suffix: v.number(),
	properties: jsonObject,
	id: v.string(),
	connectionDetails: v.optional(jsonObject, {}),
	role: v.fallback(v.picklist(["user", "admin"] satisfies Role[]), "user"),
});

export const publicUser: v.GenericSchema<unknown, PublicUser> = v.object({
	suffix: v.number(),
	properties: jsonObject,
});

export const itemId: v.GenericSchema<unknown, ItemId> = v.union([v.string(), v.number()]);

export const stats: v.GenericSchema<unknown, JsonObject> = v.pipe(
	jsonObject,
	v.check((value) => Object.values(value).every((votes) => typeof votes === "number")),
);

/** The value, or undefined where it has another shape. */
export function parseAs<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : undefined;
}
