import type { Command } from "commander";
import { wholeNumber } from "./arguments.js";

/** What every device command takes. */
export interface DeviceOptions {
	readonly url?: string;
	readonly seed?: string;
	readonly record?: string;
	readonly maxRetries?: number;
	readonly json?: boolean;
	readonly verbose?: boolean;
	readonly quiet?: boolean;
	readonly debug?: boolean;
}

export function deviceOptions(command: Command): Command {
	return command
		.option(
			"--url <ws-url>",
			"endpoint of the gateway; without it a reference server is started in this process",
		)
		.option("--seed <text>", "every random choice of the device follows from it")
		.option("--record <file>", "write every frame to this file, as JSON lines")
		.option(
			"--max-retries <number>",
			"retries in a row that may fail before it exits 1 (default: any)",
			wholeNumber(0),
		)
		.option("--json", "read JSON commands from stdin and print JSON events on stdout")
		.option("--verbose", "show every frame")
		.option("--quiet", "in a terminal show errors alone")
		.option("--debug", "show stack traces");
}
