import { type Command, Option } from "commander";
import { snowflake } from "./arguments.js";

export interface TokenOptions {
	readonly user: string;
	readonly type: "user" | "bot";
	readonly secretFile?: string;
	readonly config?: string;
	readonly debug?: boolean;
}

export function tokenOptions(command: Command): Command {
	return command
		.addOption(
			new Option("--user <id>", "id of the user or bot, 1 to 20 digits")
				.argParser(snowflake)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--type <type>", "what the id belongs to")
				.choices(["user", "bot"])
				.default("user"),
		)
		.option("--secret-file <file>", "file with the gateway's secret (or GW_SIM_SECRET)")
		.option("--config <file>", "configuration with chat.jwtSecret or chat.jwtSecretFile")
		.option("--debug", "show stack traces");
}
