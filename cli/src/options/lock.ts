import { type Command, Option } from "commander";
import { wholeNumber } from "./arguments.js";
import type { DeviceOptions } from "./device.js";

/** What `gw-sim lock` takes. */
export interface LockOptions extends DeviceOptions {
	readonly serial?: string;
	readonly name?: string;
	readonly holdMs: number;
	readonly travelMs: number;
	readonly vsn: "2.0.0" | "1.0.0";
	readonly tag: string;
	readonly token?: string;
	readonly tokenFile?: string;
}

export function lockOptions(command: Command): Command {
	return command
		.option("--serial <text>", "the lock's serial (default: lock-NNNN from the seed)")
		.option("--name <text>", "connect parameter `name` (default: the serial)")
		.option("--hold-ms <ms>", "how long a grant keeps it unlocked", wholeNumber(1), 10_000)
		.option("--travel-ms <ms>", "how long the bolt moves, 0 for a strike relay", wholeNumber(0), 0)
		.addOption(
			new Option("--vsn <version>", "Phoenix serializer version")
				.choices(["2.0.0", "1.0.0"])
				.default("2.0.0"),
		)
		.option("--tag <uid>", "the tag that key `t` presents, in hex", "04A1B2C3")
		.option("--token <text>", "auth token of the hub (better: GW_SIM_TOKEN or --token-file)")
		.option("--token-file <file>", "file with the auth token");
}
