import { GwError, messageOf, safe, safeJson } from "@gw-sim/core";
import type { Fault } from "@gw-sim/transport";
import {
	type ControlCommand,
	isControlCommand,
	type LinkCommand,
	type NamedCommand,
	parseCommand,
} from "./commands.js";
import type { Device } from "./device.js";
import type { Usage } from "./events.js";
import type { Disturbed } from "./faults.js";
import { LineSplitter } from "./line-splitter.js";

/** Longest command line. */
export const maxCommandLength = 65_536;

export interface ControlLinesOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	/** Takes one JSON event, without a line end. */
	readonly write: (line: string) => void;
	/** What the process uses now. */
	readonly usage: () => Usage;
	/** What the device's link goes through; without it the command `fault` is refused. */
	readonly link?: Disturbed;
	/** Print every frame; false when absent. */
	readonly verbose?: boolean;
}

/**
 * Drives a device by lines: JSON commands in, JSON events out, in the order in which they happen.
 * A line that is no command is answered by one `error` event with code `bad-command`, and changes
 * nothing. Commands start in their order; one that takes time does not hold up the next.
 */
export class ControlLines<Command extends NamedCommand, Own extends { readonly event: string }> {
	readonly #options: ControlLinesOptions<Command, Own>;
	readonly #splitter: LineSplitter;
	readonly #detach: () => void;

	constructor(options: ControlLinesOptions<Command, Own>) {
		this.#options = options;
		const { device, verbose = false } = options;
		this.#splitter = new LineSplitter({
			maxLength: maxCommandLength,
			line: (line) => this.#line(line),
			tooLong: () => this.#error(`a command line is longer than ${maxCommandLength} characters`),
		});
		this.#detach = device.on((event) => {
			if (verbose || event.event !== "frame") this.#write(event);
		});
	}

	/** Takes a piece of the input, cut anywhere. */
	push(chunk: string): void {
		this.#splitter.push(chunk);
	}

	/** The input is over; a last line without an end still counts. */
	end(): void {
		this.#splitter.end();
	}

	/** Writes no event from now on. */
	detach(): void {
		this.#detach();
	}

	#line(line: string): void {
		const { device } = this.#options;
		const parsed = parseCommand(line, device.commands);
		if (parsed.ok) this.#run(parsed.command);
		else this.#error(parsed.problem);
	}

	#run(command: Command | LinkCommand | ControlCommand): void {
		if (isControlCommand(command)) {
			this.#control(command);
			return;
		}
		this.#carryOut(command).catch((error: unknown) => {
			const code = error instanceof GwError ? error.code : "command-failed";
			this.#error(`${command.cmd}: ${safe(messageOf(error))}`, code);
		});
	}

	#control(command: ControlCommand): void {
		const { device, usage } = this.#options;
		switch (command.cmd) {
			case "state":
				this.#write(device.snapshot());
				break;
			case "usage":
				this.#write({ event: "usage", ...usage() });
				break;
			case "stop":
				void device.stop();
				break;
			case "fault":
				this.#disturb(command.faults);
		}
	}

	#disturb(faults: readonly Fault[]): void {
		const { link } = this.#options;
		if (link === undefined) {
			this.#error("fault: this device's link takes no faults");
			return;
		}
		link.set(faults);
		this.#write({ event: "faults", faults: link.faults });
	}

	async #carryOut(command: Command | LinkCommand): Promise<void> {
		await this.#options.device.command(command);
	}

	#error(message: string, code = "bad-command"): void {
		this.#write({ event: "error", message, code });
	}

	#write(event: object): void {
		this.#options.write(safeJson(event));
	}
}
