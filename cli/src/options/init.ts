import type { Command } from "commander";

/** What `gw-sim init` takes. */
export interface InitOptions {
	readonly force?: boolean;
	readonly debug?: boolean;
}

export function initOptions(command: Command): Command {
	return command
		.argument("[file]", "where to write it", "scene.yaml")
		.option("--force", "write over a file that is there")
		.option("--debug", "show stack traces");
}
