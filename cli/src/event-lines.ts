import type { Device, DeviceEvent, NamedCommand } from "@gw-sim/simulator-engine";
import { systemClock } from "@gw-sim/transport";
import type { DeviceOptions } from "./options/device.js";

export interface EventLinesOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	/** An event as a line for people; null where it is not worth one. */
	readonly describe: (event: DeviceEvent | Own) => string | null;
	readonly options: DeviceOptions;
	/** Takes a line without its end. */
	readonly write: (line: string) => void;
}

export interface EventLines {
	/** Writes a line of its own, with the time before it. */
	print(text: string): void;
	detach(): void;
}

/** Writes a device's events as lines, each with the seconds since the start. */
export function eventLines<Command extends NamedCommand, Own extends { readonly event: string }>({
	device,
	describe,
	options,
	write,
}: EventLinesOptions<Command, Own>): EventLines {
	const startedAt = systemClock.now();
	const print = (text: string): void => {
		const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(1).padStart(7);
		write(`${seconds}s  ${text}`);
	};
	const detach = device.on((event) => {
		if (options.quiet && event.event !== "error") return;
		if (event.event === "frame" && !options.verbose) return;
		const line = describe(event);
		if (line !== null) print(line);
	});
	return { print, detach };
}
