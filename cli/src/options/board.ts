import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./arguments.js";

/** What `gw-sim board` takes. */
export interface BoardCommandOptions {
	readonly leds: number;
	readonly baud: BoardBaud;
	readonly json?: boolean;
	readonly quiet?: boolean;
	readonly debug?: boolean;
}

/** The baud rates that there is a firmware for. */
export type BoardBaud = "115200" | "500000";

export const boardBauds: readonly BoardBaud[] = ["115200", "500000"];

/** LEDs that the firmware drives. */
export const mostBoardLeds = 300;

export function boardOptions(command: Command): Command {
	return command
		.option("--leds <number>", `LEDs on the strip, up to ${mostBoardLeds}`, ledCount, 60)
		.addOption(
			new Option("--baud <rate>", "the firmware's baud rate").choices(boardBauds).default("115200"),
		)
		.option("--json", "print JSON lines on stdout")
		.option("--quiet", "in a terminal show errors alone")
		.option("--debug", "show stack traces");
}

function ledCount(text: string): number {
	const leds = wholeNumber(1)(text);
	if (leds > mostBoardLeds)
		throw new InvalidArgumentError(`The firmware drives up to ${mostBoardLeds} LEDs.`);
	return leds;
}
