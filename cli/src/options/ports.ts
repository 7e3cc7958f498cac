import type { Command } from "commander";

/** What `gw-sim ports` takes. */
export interface PortsOptions {
	readonly json?: boolean;
	readonly debug?: boolean;
}

export function portsOptions(command: Command): Command {
	return command
		.option("--json", "print one JSON object a port")
		.option("--debug", "show stack traces");
}
