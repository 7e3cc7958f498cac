import type { JsonObject } from "@gw-sim/core";
import type { Command } from "commander";
import { chatterRate, property } from "./arguments.js";
import type { DeviceOptions } from "./device.js";

/** What `gw-sim room` takes. */
export interface RoomOptions extends DeviceOptions {
	readonly room?: string;
	readonly subscribe?: readonly string[];
	readonly property?: JsonObject;
	readonly name?: string;
	readonly chatter?: number;
}

export function roomOptions(command: Command): Command {
	return command
		.option("--room <name>", "room to be in (default: what the URL says, else default)")
		.option(
			"--subscribe <event...>",
			"events to listen to, as chat or counter:total (default: in a terminal chat)",
		)
		.option(
			"--property <k=v...>",
			"properties to log in with; those that begin with _ are private",
			property,
		)
		.option("--name <text>", "name of the device (default: the room's)")
		.option("--chatter <n/min>", "small talk, so many messages a minute", chatterRate);
}
