import type { CommandSchemas, LinkCommand, NamedCommand } from "./commands.js";
import type { DeviceEvent, StateEvent } from "./events.js";

/** How a device ended: 0 where it was told to stop, 1 where it gave up. */
export interface DeviceEnd {
	readonly exitCode: 0 | 1;
}

/**
 * A simulated device: a firmware model on a connection. It tells what happens as events, in order,
 * and never ends because of the network unless it was given a limit of retries.
 */
export interface Device<
	Command extends NamedCommand,
	Own extends { readonly event: string } = never,
> {
	/** As `lock:lock-8650`. */
	readonly id: string;
	/** The device's own commands; every device has those for its link besides. */
	readonly commands: CommandSchemas<Command>;
	/** Settles once, when the device has stopped or given up; never rejects. */
	readonly done: Promise<DeviceEnd>;
	/** Powers up and connects. */
	start(): void;
	/** Closes the connection and releases everything; `done` follows. A stopped device stays so. */
	stop(): Promise<void>;
	/** Carries out a command; a rejection means that it had no effect. */
	command(command: Command | LinkCommand): void | Promise<void>;
	/**
	 * Asks the gateway something that harms and tells nobody, and resolves when it has answered; for
	 * measuring. Absent where the protocol has nothing of that kind. Rejects off line.
	 */
	probe?(): Promise<void>;
	/** The device's state now, as the event that would print it. */
	snapshot(): StateEvent;
	/** Adds a listener; what is returned takes it away. */
	on(listener: (event: DeviceEvent | Own) => void): () => void;
}
