import { safe } from "@gw-sim/core";
import type { LedEvent } from "@gw-sim/leds";
import type { CloudCommand, CloudDevice, PixelsEvent } from "@gw-sim/simulator-cloud";
import type {
	CommandSchemas,
	Device,
	DeviceEnd,
	DeviceEvent,
	ErrorEvent,
	LinkCommand,
	StateEvent,
} from "@gw-sim/simulator-engine";
import { type LedsEvent, ledsEvent } from "./leds-event.js";
import type { OpenedLeds } from "./open-leds.js";

type Told = DeviceEvent | PixelsEvent | LedsEvent;

export interface LampWithLedsOptions {
	readonly lamp: CloudDevice;
	readonly leds: OpenedLeds;
}

/**
 * A lamp whose frames are shown by real LEDs. Its state says how their port is, trouble with that is
 * an error `led-port` and never stops the lamp, and it is done when the strip is dark.
 */
export class LampWithLeds implements Device<CloudCommand, PixelsEvent | LedsEvent> {
	readonly id: string;
	readonly commands: CommandSchemas<CloudCommand>;
	readonly done: Promise<DeviceEnd>;
	readonly #options: LampWithLedsOptions;
	readonly #listeners = new Set<(event: Told) => void>();

	constructor(options: LampWithLedsOptions) {
		const { lamp, leds } = options;
		this.#options = options;
		this.id = lamp.id;
		this.commands = lamp.commands;
		this.done = lamp.done.then(async (end) => {
			await leds.close();
			return end;
		});
		lamp.attach(leds.driver);
		leds.driver.on((event) => this.#heard(event));
		leds.onProblem?.((message) => this.#tell(trouble(message)));
	}

	start(): void {
		this.#options.lamp.start();
		this.#options.leds.driver.start();
	}

	stop(): Promise<void> {
		return this.#options.lamp.stop();
	}

	command(command: CloudCommand | LinkCommand): void | Promise<void> {
		return this.#options.lamp.command(command);
	}

	probe(): Promise<void> {
		return this.#options.lamp.probe();
	}

	snapshot(): StateEvent {
		return this.#withLeds(this.#options.lamp.snapshot());
	}

	on(listener: (event: Told) => void): () => void {
		this.#listeners.add(listener);
		const detach = this.#options.lamp.on((event) => listener(this.#completed(event)));
		return () => {
			this.#listeners.delete(listener);
			detach();
		};
	}

	#heard(event: LedEvent): void {
		const told = this.#toldOf(event);
		if (told !== null) this.#tell(told);
	}

	#tell(event: Told): void {
		for (const listener of [...this.#listeners]) listener(event);
	}

	/** What the device tells of it; null where that is nothing. */
	#toldOf(event: LedEvent): Told | null {
		switch (event.type) {
			case "link":
				return this.snapshot();
			case "problem":
				return trouble(event.message);
			case "ready":
				return ledsEvent(this.#options.leds, event);
			case "stats":
				return null;
		}
	}

	/** A state with that of the LEDs, and pixels as they are where they can be seen. */
	#completed(event: DeviceEvent | PixelsEvent): DeviceEvent | PixelsEvent {
		if (event.event === "state") return this.#withLeds(event);
		const { frame } = this.#options.leds;
		if (event.event !== "pixels" || frame === undefined) return event;
		return { ...event, hex: Buffer.from(frame()).toString("hex") };
	}

	#withLeds(event: StateEvent): StateEvent {
		return { ...event, state: { ...event.state, leds: this.#options.leds.driver.link } };
	}
}

function trouble(message: string): ErrorEvent {
	return { event: "error", message: `LEDs: ${safe(message, 400)}`, code: "led-port" };
}
