import {
	CloudClient,
	type CloudClientOptions,
	type CloudLink,
	type Command,
	type Show,
} from "@gw-sim/client/cloud";
import {
	type Clock,
	type JsonObject,
	messageOf,
	safe,
	seededRandom,
	UsageError,
} from "@gw-sim/core";
import { describeShow, maxLeds } from "@gw-sim/protocols/cloud";
import {
	type CommandSchemas,
	type Device,
	type DeviceEnd,
	type DeviceEvent,
	DeviceEvents,
	type LinkCommand,
	type StateEvent,
} from "@gw-sim/simulator-engine";
import { type CloudCommand, cloudCommands } from "./commands.js";
import type { FrameSink } from "./frame-sink.js";
import { Strip } from "./strip.js";

/** The answer to the command `pixels`. */
export interface PixelsEvent {
	readonly event: "pixels";
	readonly at: number;
	readonly leds: number;
	/** Six digits for each LED: red, green, blue. */
	readonly hex: string;
}

/** Those of the lamp's client besides; its `random` follows from the seed. */
export interface CloudDeviceOptions extends Omit<CloudClientOptions, "random" | "clock"> {
	/** Tells lamps apart; the device's id is `cloud:NAME` with it, and `cloud` without. */
	readonly name?: string;
	/** 1 to 10000. @defaultValue 60 */
	readonly leds?: number;
	/** How often the strip is refreshed a second, 1 to 1000. @defaultValue 30 */
	readonly frameRate?: number;
	/** Every random choice of the device follows from it. */
	readonly seed: string | number;
	readonly clock: Clock;
}

const maxFrameRate = 1000;
const maxNameLength = 250;

/**
 * A cloud-shaped lamp: a strip of LEDs that shows what the server tells it to.
 * @example
 * const lamp = new CloudDevice({ url: "ws://127.0.0.1:4000/cloud", seed: 1, clock: systemClock });
 * lamp.on((event) => console.log(JSON.stringify(event)));
 * lamp.start();
 */
export class CloudDevice implements Device<CloudCommand, PixelsEvent> {
	readonly id: string;
	readonly leds: number;
	readonly commands: CommandSchemas<CloudCommand> = cloudCommands;
	readonly done: Promise<DeviceEnd>;
	readonly #client: CloudClient;
	readonly #events: DeviceEvents<PixelsEvent>;
	readonly #strip: Strip;
	#end: (end: DeviceEnd) => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: CloudDeviceOptions) {
		const { name, leds = 60, frameRate = 30, seed, clock, ...link } = options;
		assertWhole("leds", leds, maxLeds);
		assertWhole("frameRate", frameRate, maxFrameRate);
		if (name !== undefined && (name === "" || name.length > maxNameLength))
			throw new UsageError(`name must be 1 to ${maxNameLength} characters`);
		this.id = name === undefined ? "cloud" : `cloud:${name}`;
		this.leds = leds;
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#events = new DeviceEvents({ id: this.id, clock, quietKeys: ["frames", "ignored"] });
		this.#strip = new Strip({
			clock,
			leds,
			frameRate,
			seed: `${seed}/strip`,
			sinkFailed: (error) =>
				this.#events.error("sink-failed", `a frame could not be shown: ${safe(messageOf(error))}`),
		});
		this.#client = new CloudClient({ ...link, clock, random: seededRandom(`${seed}/link`) });
		this.#listen();
	}

	/** How far the connection is. */
	get link(): CloudLink {
		return this.#client.link;
	}

	/** What the lamp was told to show, and so shows while it has power. */
	get show(): Show {
		return this.#client.show;
	}

	start(): void {
		this.#strip.powerOn();
		// What goes wrong on the way is told as problems.
		this.#client.connect().catch(() => {});
	}

	async stop(): Promise<void> {
		await this.#release(0);
	}

	command(command: CloudCommand | LinkCommand): void | Promise<void> {
		switch (command.cmd) {
			case "connect":
				return this.start();
			case "disconnect":
				return this.#client.disconnect();
			case "drop":
				return this.#client.drop();
			case "pixels":
				return this.#tellPixels();
		}
	}

	async probe(): Promise<void> {
		await this.#client.ping();
	}

	snapshot(): StateEvent {
		return this.#events.stateEvent(this.#state());
	}

	on(listener: (event: DeviceEvent | PixelsEvent) => void): () => void {
		return this.#events.on(listener);
	}

	/** What the LEDs show now: red, green and blue of each. */
	frame(): Uint8Array {
		return this.#strip.frame();
	}

	/** Gives every frame to a sink from the next one on; what is returned takes it away again. */
	attach(sink: FrameSink): () => void {
		return this.#strip.attach(sink);
	}

	#listen(): void {
		const client = this.#client;
		client.on("link", (link) => {
			if (link === "online") this.#events.recovered();
			this.#tellState();
		});
		client.on("show", (show) => {
			this.#strip.show(show);
			this.#tellState();
			client.log(`shows ${describeShow(show)}`);
		});
		client.on("dimmed", (isDimmed) => this.#strip.dim(isDimmed));
		client.on("command", (command) => this.#obey(command));
		client.on("frame", ({ direction, frame }) => this.#events.frame(direction, frame));
		client.on("problem", ({ code, message }) => {
			this.#events.error(code, message);
			if (code === "gave-up") void this.#release(1);
		});
	}

	/** What there is to do, the client does: this tells of it. */
	#obey(command: Command): void {
		this.#events.message(command, null);
		if (command === "debug-on")
			this.#client.log(`${this.leds} LEDs, shows ${describeShow(this.#client.show)}`);
	}

	#state(): JsonObject {
		const { link, show, counters } = this.#client;
		const { violations, rejected, unknown, binary } = counters;
		return {
			link,
			...show,
			frames: this.#strip.frames,
			ignored: violations + rejected + unknown + binary,
		};
	}

	#tellState(): void {
		this.#events.state(this.#state());
	}

	#tellPixels(): void {
		const hex = Buffer.from(this.frame()).toString("hex");
		this.#events.emit({ event: "pixels", at: this.#events.at, leds: this.leds, hex });
	}

	async #release(exitCode: DeviceEnd["exitCode"]): Promise<void> {
		await this.#client[Symbol.asyncDispose]();
		this.#strip.powerOff();
		this.#end({ exitCode });
	}
}

function assertWhole(name: string, value: number, max: number): void {
	if (!Number.isInteger(value) || value < 1 || value > max)
		throw new UsageError(`${name} must be a whole number from 1 to ${max}`);
}
