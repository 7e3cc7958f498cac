import type { CommandSchemas } from "@gw-sim/simulator-engine";
import * as v from "valibot";
import { type ProfileName, profileNames } from "./profiles.js";

/** What people do to a puff and in their group. */
export type PuffCommand =
	| { readonly cmd: "press-button" }
	/** Ends preheat or active, and the countdown to them. */
	| { readonly cmd: "abort" }
	/** For the next heat cycle. */
	| { readonly cmd: "set-profile"; readonly profile: ProfileName }
	/** Puts it on the charger, or takes it off. */
	| { readonly cmd: "charge"; readonly on: boolean }
	/** Asks the group to get ready. */
	| { readonly cmd: "inquire" }
	| { readonly cmd: "leave" }
	| { readonly cmd: "join"; readonly group: string };

/** The schemas of a puff's own commands. */
export const puffCommands: CommandSchemas<PuffCommand> = {
	"press-button": v.object({ cmd: v.literal("press-button") }),
	abort: v.object({ cmd: v.literal("abort") }),
	"set-profile": v.object({
		cmd: v.literal("set-profile"),
		profile: v.picklist(profileNames, `a profile is one of ${profileNames.join(", ")}`),
	}),
	charge: v.object({
		cmd: v.literal("charge"),
		on: v.boolean("say true for on the charger, or false"),
	}),
	inquire: v.object({ cmd: v.literal("inquire") }),
	leave: v.object({ cmd: v.literal("leave") }),
	join: v.object({
		cmd: v.literal("join"),
		group: v.pipe(
			v.string("the group's id is missing, as in ab12cd"),
			v.nonEmpty("a group's id is not empty, as in ab12cd"),
		),
	}),
};
