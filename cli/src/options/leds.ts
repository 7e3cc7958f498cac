import {
	type ColorOrder,
	colorOrders,
	type LedPresetName,
	type LedProtocol,
	ledPresets,
	ledProtocols,
} from "@gw-sim/leds";
import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./arguments.js";

/** Real LEDs on a serial port: which port, and how the board is spoken to. */
export interface LedPortOptions {
	readonly ledPort?: string;
	readonly ledProtocol?: LedProtocol;
	readonly baud?: number;
	readonly preset?: LedPresetName;
	readonly brightness?: number;
	readonly gamma?: number;
	readonly colorOrder?: ColorOrder;
}

/** What `gw-sim leds test` takes. */
export interface LedsTestOptions extends LedPortOptions {
	readonly ledPort: string;
	readonly leds: number;
	readonly json?: boolean;
	readonly debug?: boolean;
}

const ledPort = "--led-port <path>";

export function ledPortOptions(command: Command): Command {
	return ledBoardOptions(
		command.option(
			ledPort,
			"show it on real LEDs: a serial port, or virtual for an emulated board",
		),
	);
}

export function ledsTestOptions(command: Command): Command {
	return ledBoardOptions(
		command
			.requiredOption(ledPort, "a serial port, or virtual for an emulated board")
			.option("--leds <number>", "LEDs on the strip, up to 10000", wholeNumber(1), 60),
	)
		.option("--json", "print JSON events on stdout")
		.option("--debug", "show stack traces");
}

function ledBoardOptions(command: Command): Command {
	return command
		.addOption(
			new Option("--preset <board>", "what is on the port (default: uno)").choices(
				Object.keys(ledPresets),
			),
		)
		.addOption(
			new Option("--led-protocol <protocol>", "instead of the preset's").choices(ledProtocols),
		)
		.option("--baud <number>", "instead of the preset's", wholeNumber(1))
		.option("--brightness <share>", "of the light, 0 to 1 (default: 1)", share)
		.option("--gamma <number>", "2.2 to 2.8 look as on a screen (default: 1)", above0)
		.addOption(
			new Option("--color-order <order>", "in which colours are sent (default: rgb)").choices(
				colorOrders,
			),
		);
}

function share(text: string): number {
	const value = decimal(text);
	if (!(value <= 1)) throw new InvalidArgumentError("It needs a number from 0 to 1, as in 0.5.");
	return value;
}

function above0(text: string): number {
	const value = decimal(text);
	if (!(value > 0 && value <= 10))
		throw new InvalidArgumentError("It needs a number above 0 and up to 10, as in 2.2.");
	return value;
}

/** NaN where the text is no plain number. */
function decimal(text: string): number {
	return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
