import type { JsonObject, JsonValue } from "@gw-sim/core";
import type { ItemId } from "@gw-sim/protocols/rooms";
import type { CommandSchemas } from "@gw-sim/simulator-engine";
import * as v from "valibot";

/** What a person does in a room. */
export type RoomCommand =
	/** Replaces all properties; those that begin with `_` are told to nobody else. */
	| { readonly cmd: "login"; readonly data: JsonObject }
	| { readonly cmd: "say"; readonly data: JsonValue }
	| { readonly cmd: "poll"; readonly id: ItemId; readonly answer: ItemId }
	| { readonly cmd: "ephemeral-poll"; readonly id: ItemId; readonly answer: ItemId }
	/** By 1 where no value is given; text keeps every digit. */
	| {
			readonly cmd: "counter";
			readonly id?: ItemId | undefined;
			readonly value?: number | string | undefined;
	  }
	/** `event`, or `event:id`. */
	| { readonly cmd: "subscribe"; readonly event: string }
	| { readonly cmd: "unsubscribe"; readonly event: string }
	/** Becomes an admin by the server's signing key. */
	| { readonly cmd: "authenticate"; readonly key: string }
	/** Anything else that the server understands, such as what admins send. */
	| { readonly cmd: "send"; readonly type: string; readonly data?: JsonValue | undefined };

/** The line was JSON, so whatever is in it is. */
const json: v.GenericSchema<unknown, JsonValue> = v.custom<JsonValue>(
	(value) => value !== undefined,
	"data is missing",
);

const jsonObject: v.GenericSchema<unknown, JsonObject> = v.custom<JsonObject>(
	(value) => typeof value === "object" && value !== null && !Array.isArray(value),
	'data is an object of properties, as in {"name":"Ann"}',
);

const event = v.pipe(
	v.string("event is missing: one as chat, poll, or poll:lunch"),
	v.nonEmpty("event must not be empty"),
);

function item(name: string): v.GenericSchema<unknown, ItemId> {
	return v.union([v.string(), v.pipe(v.number(), v.finite())], `${name} is a text or a number`);
}

const vote = { id: item("id"), answer: item("answer") };

/** The schemas of a room device's own commands. */
export const roomCommands: CommandSchemas<RoomCommand> = {
	login: v.object({ cmd: v.literal("login"), data: jsonObject }),
	say: v.object({ cmd: v.literal("say"), data: json }),
	poll: v.object({ cmd: v.literal("poll"), ...vote }),
	"ephemeral-poll": v.object({ cmd: v.literal("ephemeral-poll"), ...vote }),
	counter: v.object({
		cmd: v.literal("counter"),
		id: v.optional(item("id")),
		value: v.optional(item("value")),
	}),
	subscribe: v.object({ cmd: v.literal("subscribe"), event }),
	unsubscribe: v.object({ cmd: v.literal("unsubscribe"), event }),
	authenticate: v.object({
		cmd: v.literal("authenticate"),
		key: v.pipe(v.string("key is missing: the server's signing key"), v.nonEmpty()),
	}),
	send: v.object({
		cmd: v.literal("send"),
		type: v.pipe(v.string("type is missing"), v.nonEmpty("type must not be empty")),
		data: v.optional(json),
	}),
};
