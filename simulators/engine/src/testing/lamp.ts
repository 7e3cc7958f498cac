import type { Clock } from "@gw-sim/core";
import * as v from "valibot";
import {
	type CommandSchemas,
	type Device,
	type DeviceEnd,
	type DeviceEvent,
	DeviceEvents,
	type LinkCommand,
	type StateEvent,
} from "../index.js";

export type LampCommand =
	| { readonly cmd: "shine"; readonly level: number }
	| { readonly cmd: "break"; readonly how: "now" | "later" };

/** The smallest device there can be. */
export class Lamp implements Device<LampCommand> {
	readonly id = "lamp:x";
	readonly commands: CommandSchemas<LampCommand> = {
		shine: v.object({ cmd: v.literal("shine"), level: v.pipe(v.number(), v.maxValue(9)) }),
		break: v.object({ cmd: v.literal("break"), how: v.picklist(["now", "later"]) }),
	};
	readonly done: Promise<DeviceEnd>;
	readonly events: DeviceEvents;
	readonly ran: string[] = [];
	level = 0;
	#end: (end: DeviceEnd) => void = () => {};

	constructor(clock: Clock) {
		this.events = new DeviceEvents({ id: this.id, clock });
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
	}

	start(): void {}

	async stop(): Promise<void> {
		this.#end({ exitCode: 0 });
	}

	command(command: LampCommand | LinkCommand): void | Promise<void> {
		this.ran.push(command.cmd);
		if (command.cmd === "shine") {
			this.level = command.level;
			this.events.state({ level: this.level });
		}
		if (command.cmd !== "break") return;
		if (command.how === "now") throw new Error("broken");
		return Promise.reject(new Error("broken"));
	}

	snapshot(): StateEvent {
		return this.events.stateEvent({ level: this.level });
	}

	on(listener: (event: DeviceEvent) => void): () => void {
		return this.events.on(listener);
	}
}
