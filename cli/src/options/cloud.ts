import { type Command, Option } from "commander";
import { wholeNumber } from "./arguments.js";
import type { DeviceOptions } from "./device.js";
import { type LedPortOptions, ledPortOptions } from "./leds.js";

/** What `gw-sim cloud` takes. */
export interface CloudOptions extends DeviceOptions, LedPortOptions {
	readonly secret?: string;
	readonly secretFile?: string;
	readonly name?: string;
	readonly leds: number;
	readonly whenOffline: "keep" | "off" | "dim";
}

export function cloudOptions(command: Command): Command {
	return ledPortOptions(
		command
			.option("--secret <text>", "the server's secret (better: GW_SIM_SECRET or --secret-file)")
			.option("--secret-file <file>", "file with the secret")
			.option("--name <text>", "tells lamps apart: the device is cloud:NAME (default: cloud)")
			.option("--leds <number>", "LEDs on the strip, up to 10000", wholeNumber(1), 60)
			.addOption(
				new Option("--when-offline <light>", "what becomes of the light without a connection")
					.choices(["keep", "off", "dim"])
					.default("keep"),
			),
	);
}
