import { type Command, InvalidArgumentError, Option } from "commander";
import type { DeviceOptions } from "./device.js";

/** What `gw-sim puff` takes. */
export interface PuffOptions extends DeviceOptions {
	readonly group?: string;
	readonly create?: string;
	readonly name?: string;
	readonly profile: "low" | "medium" | "high" | "peak";
	readonly auto?: boolean;
	readonly compression?: "none" | "zlib";
	readonly speed: number;
}

export function puffOptions(command: Command): Command {
	return command
		.addOption(
			new Option("--group <id>", "join this group (default: create one)").conflicts("create"),
		)
		.option("--create <name>", "create a group of this name and join it")
		.option("--name <text>", "what the others see (default: puff-NNNN from the seed)")
		.addOption(
			new Option("--profile <name>", "what it heats to: 254/45, 266/50, 277/55, 285/60 C/s")
				.choices(["low", "medium", "high", "peak"])
				.default("low"),
		)
		.option("--auto", "answer inquiries by itself; with --create inquire, too")
		.addOption(
			new Option("--compression <kind>", "how the gateway packs what it sends").choices([
				"none",
				"zlib",
			]),
		)
		.option("--speed <number>", "simulated seconds per second", speed, 1);
}

function speed(text: string): number {
	const value = Number(text);
	if (!/^\d+(\.\d+)?$/.test(text) || value < 0.01 || value > 1000)
		throw new InvalidArgumentError("It needs a number from 0.01 to 1000.");
	return value;
}
