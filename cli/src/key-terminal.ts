import type { Device, DeviceEvent, NamedCommand } from "@gw-sim/simulator-engine";
import type { TerminalFace } from "./device-process.js";
import { eventLines } from "./event-lines.js";
import { type KeyBinding, listenToKeys } from "./terminal-keys.js";

export interface KeyTerminalOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	/** An event as a line for people; null where it is not worth one. */
	readonly describe: (event: DeviceEvent | Own) => string | null;
	/** What keys do. */
	readonly keys: readonly KeyBinding[];
}

/** A terminal in which events are lines, and single keys do things. */
export function keyTerminal<Command extends NamedCommand, Own extends { readonly event: string }>({
	device,
	describe,
	keys,
}: KeyTerminalOptions<Command, Own>): TerminalFace {
	return ({ options, end }) => {
		const write = (line: string): void => void process.stdout.write(`${line}\n`);
		const { print, detach } = eventLines({ device, describe, options, write });
		const stopKeys = listenToKeys({ keys, end, print, write, quiet: options.quiet === true });
		return () => {
			stopKeys();
			detach();
		};
	};
}
