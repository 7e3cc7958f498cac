import { isSnowflake } from "@gw-sim/protocols/chat";
import type { CommandSchemas } from "@gw-sim/simulator-engine";
import * as v from "valibot";

/** What a person does in a chat. Ids are decimal text, since they may be beyond 2^53. */
export type ChatCommand =
	| { readonly cmd: "say"; readonly content: string; readonly nonce?: string | undefined }
	| { readonly cmd: "typing" }
	| { readonly cmd: "delete"; readonly messageID: string }
	| {
			readonly cmd: "create";
			readonly name: string;
			readonly description?: string | undefined;
			/** Whether everybody is told of the room. */
			readonly visibility?: boolean | undefined;
	  }
	| { readonly cmd: "move"; readonly roomID: string }
	/** Back to the room where everybody starts. */
	| { readonly cmd: "leave" }
	/** As an administrator. */
	| { readonly cmd: "ban"; readonly userID: string; readonly reason?: string | undefined };

const longest = 4096;

function text(what: string): v.GenericSchema<unknown, string> {
	return v.pipe(
		v.string(`${what} is missing: give it as text`),
		v.maxLength(longest, `${what} is longer than ${longest} characters`),
	);
}

function id(key: string): v.GenericSchema<unknown, string> {
	const problem = `${key} is an id of 1 to 20 digits, in quotes where it has more than 15`;
	return v.pipe(
		// A greater number has lost digits before anybody could look at it.
		v.union([v.string(), v.pipe(v.number(), v.safeInteger(problem))], problem),
		v.transform(String),
		v.check(isSnowflake, problem),
	);
}

/** The schemas of a chat device's own commands. */
export const chatCommands: CommandSchemas<ChatCommand> = {
	say: v.object({
		cmd: v.literal("say"),
		content: text("content"),
		nonce: v.optional(id("nonce")),
	}),
	typing: v.object({ cmd: v.literal("typing") }),
	delete: v.object({ cmd: v.literal("delete"), messageID: id("messageID") }),
	create: v.object({
		cmd: v.literal("create"),
		name: text("name"),
		description: v.optional(text("description")),
		visibility: v.optional(v.boolean("visibility is true or false")),
	}),
	move: v.object({ cmd: v.literal("move"), roomID: id("roomID") }),
	leave: v.object({ cmd: v.literal("leave") }),
	ban: v.object({
		cmd: v.literal("ban"),
		userID: id("userID"),
		reason: v.optional(text("reason")),
	}),
};
