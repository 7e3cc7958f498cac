import { type ExactJson, isExactJsonObject } from "@gw-sim/core";
import * as v from "valibot";
import type { ChatRoom, ChatUser, Nonce, Snowflake } from "./messages.js";
import { nonceIn, snowflakeIn } from "./snowflake.js";

/** An id, from a JSON integer or a decimal string. */
export const snowflake: v.GenericSchema<unknown, Snowflake> = reading(snowflakeIn);

/** A nonce; null where there is none. */
export const nonce: v.GenericSchema<unknown, Nonce | null> = v.nullish(reading(nonceIn), null);

/** Text that is not only blanks. */
export const wording: v.GenericSchema<unknown, string> = v.pipe(
	v.string(),
	v.check((text) => text.trim() !== ""),
);

/** Tolerant, as a client has to be: only the id is indispensable. */
export const user: v.GenericSchema<unknown, ChatUser> = v.object({
	id: snowflake,
	name: v.nullish(v.string(), ""),
	uuid: v.nullish(v.string(), ""),
	admin: v.nullish(v.boolean(), false),
	bio: v.nullish(v.string(), ""),
});

/** As tolerant as `user`, of which a room has one. */
export const room: v.GenericSchema<unknown, ChatRoom> = v.object({
	id: snowflake,
	name: v.nullish(v.string(), ""),
	description: v.nullish(v.string(), ""),
	visibility: v.nullish(v.boolean(), true),
	creator: user,
});

/** The value in the shape of a schema; null where it has another, or is no object. */
export function shaped<T>(
	schema: v.GenericSchema<unknown, T>,
	value: ExactJson | undefined,
): T | null {
	if (!isExactJsonObject(value)) return null;
	const result = v.safeParse(schema, value);
	return result.success ? result.output : null;
}

function reading<T>(read: (value: ExactJson | undefined) => T | null): v.GenericSchema<unknown, T> {
	return v.pipe(
		v.custom<ExactJson>(() => true),
		v.rawTransform<ExactJson, T>(({ dataset, addIssue, NEVER }) => {
			const output = read(dataset.value);
			if (output !== null) return output;
			addIssue();
			return NEVER;
		}),
	);
}
