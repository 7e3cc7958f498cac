import { type Command, Option } from "commander";
import { durationMs } from "./arguments.js";

/** What `gw-sim up` takes. */
export interface UpOptions {
	readonly plain?: boolean;
	readonly json?: boolean;
	readonly verbose?: boolean;
	readonly until?: readonly string[];
	readonly timeout?: number;
	readonly keep?: string;
	/** Given by `--keep` to the process that goes on in the background. */
	readonly kept?: boolean;
	readonly stopOnEof?: boolean;
	readonly debug?: boolean;
}

export function upOptions(command: Command): Command {
	return command
		.argument("[scene]", "scene file, YAML or JSON (default: a lock, a cloud and two puffs)")
		.option("--plain", "print lines in place of the terminal UI, as without a terminal or in CI")
		.addOption(new Option("--json", "print JSON lines in place of the terminal UI"))
		.option("--verbose", "as lines: show every frame, and all that the server logs")
		.option(
			"--until <condition>",
			"end all, and exit 0, when a state of a device is so, as 'lock-1 online' or 'puff-1 heat=active'; repeatable: all at once",
			collect,
		)
		.option("--timeout <time>", "exit 1 where --until is not met by then, as 20s or 2m", durationMs)
		.option(
			"--keep <log>",
			"when --until is met exit 0, but let the scene run on in the background, its lines in this file",
		)
		.addOption(new Option("--kept").hideHelp())
		.option("--stop-on-eof", "stop when standard input ends")
		.option("--debug", "show stack traces")
		.addHelpText(
			"after",
			"\nAll processes of a scene end with it. gw-sim init writes a scene file to begin with.",
		);
}

function collect(text: string, previous: readonly string[] = []): readonly string[] {
	return [...previous, text];
}
