import type { CommandSchemas } from "@gw-sim/simulator-engine";
import * as v from "valibot";

/** What people do to a lamp: its light comes from the server alone. */
export interface CloudCommand {
	/** Prints what every LED shows now. */
	readonly cmd: "pixels";
}

/** The schemas of a lamp's own commands. */
export const cloudCommands: CommandSchemas<CloudCommand> = {
	pixels: v.object({ cmd: v.literal("pixels") }),
};
