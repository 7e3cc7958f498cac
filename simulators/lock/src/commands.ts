import type { CommandSchemas } from "@gw-sim/simulator-engine";
import * as v from "valibot";

/** What people, and the world, do to a lock. */
export type LockCommand =
	| {
			readonly cmd: "present-tag";
			/** Upper-case hex without separators, 4 to 10 bytes. */
			readonly uid: string;
	  }
	| { readonly cmd: "remove-tag" }
	/** Blocks the bolt: its next movement, or the one under way, ends in `jammed`. */
	| { readonly cmd: "jam" }
	/** Frees the bolt; a jammed one goes to `locked`. */
	| { readonly cmd: "clear-jam" };

const uid = v.pipe(
	v.string("the tag's uid is missing, as in 04A1B2C3"),
	v.regex(
		/^[0-9a-f]{2}([:\- ]?[0-9a-f]{2}){3,9}$/i,
		'a tag\'s uid is 4 to 10 bytes in hex, as in 04A1B2C3; ":", "-" or a space may stand between bytes',
	),
	v.transform((text) => text.replaceAll(/[:\- ]/g, "").toUpperCase()),
);

/** The schemas of a lock's own commands. */
export const lockCommands: CommandSchemas<LockCommand> = {
	"present-tag": v.object({ cmd: v.literal("present-tag"), uid }),
	"remove-tag": v.object({ cmd: v.literal("remove-tag") }),
	jam: v.object({ cmd: v.literal("jam") }),
	"clear-jam": v.object({ cmd: v.literal("clear-jam") }),
};
