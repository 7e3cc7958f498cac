import type { Command } from "commander";
import { chatterRate, snowflake } from "./arguments.js";
import type { DeviceOptions } from "./device.js";

/** What `gw-sim chat` takes. */
export interface ChatOptions extends DeviceOptions {
	readonly token?: string;
	readonly tokenFile?: string;
	readonly room?: string;
	readonly name?: string;
	readonly chatter?: number;
}

export function chatOptions(command: Command): Command {
	return command
		.option("--token <jwt>", "token that names the user (better: GW_SIM_TOKEN or --token-file)")
		.option("--token-file <file>", "file with the token")
		.option("--room <id>", "room to move to (default: where everybody starts)", snowflake)
		.option("--name <text>", "name of the device (default: the user's id)")
		.option("--chatter <n/min>", "small talk, so many messages a minute", chatterRate);
}
