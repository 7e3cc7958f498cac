import { GwError, messageOf, safe } from "@gw-sim/core";
import { CommanderError } from "commander";
import { ExitCode } from "./exit-code.js";

export interface FailureLine {
	readonly text: string;
	readonly exitCode: number;
}

/** One line that says what happened and how to mend it; the stack follows only with `debug`. */
export function failureLine(error: unknown, debug: boolean): FailureLine {
	const text = `gw-sim: ${oneLine(error)}`;
	const stack = error instanceof Error ? stackOf(error) : "";
	return {
		text: debug && stack !== "" ? `${text}\n${stack}` : text,
		exitCode: isStartFailure(error) ? ExitCode.badUsage : ExitCode.failed,
	};
}

/** What is wrong before anything runs is bad usage, whoever is to blame. */
function isStartFailure(error: unknown): boolean {
	return error instanceof CommanderError || error instanceof GwError;
}

function oneLine(error: unknown): string {
	if (!(error instanceof CommanderError))
		return error instanceof GwError
			? safe(error.message, 500)
			: `internal error: ${safe(messageOf(error), 500)} (--debug shows where)`;
	const [what = "", ...more] = error.message.replace(/^error: /, "").split("\n");
	const hint = more.map((line) => line.toLowerCase()).join(" ");
	const isExplained = what.includes(" is invalid. ");
	return safe(
		isExplained ? what : `${what}${hint === "" ? "; --help lists what there is" : ` ${hint}`}`,
		500,
	);
}

function stackOf(error: Error): string {
	const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
	return `${error.stack ?? error.message}${cause}`;
}
