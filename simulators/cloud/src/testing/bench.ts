import type { JsonObject } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import { CloudDevice, type CloudDeviceOptions, type PixelsEvent } from "../cloud-device.js";
import { RawCloud } from "./raw-cloud.js";

/** A lamp on a raw server, with what it has told. */
export interface Bench {
	readonly clock: VirtualClock;
	readonly server: RawCloud;
	readonly lamp: CloudDevice;
	/** The states that were told. */
	readonly states: () => JsonObject[];
	/** The events that are no frames and no states. */
	readonly told: () => (DeviceEvent | PixelsEvent)[];
	readonly shown: () => JsonObject;
	/** Lets the lamp receive these frames. */
	readonly receive: (...frames: readonly (string | Uint8Array)[]) => Promise<void>;
}

/** A lamp that has been on line since time 0, if the server took its secret. */
export async function setUp(options: Partial<CloudDeviceOptions> = {}): Promise<Bench> {
	const clock = new VirtualClock();
	const server = new RawCloud(clock);
	const lamp = new CloudDevice({
		url: "ws://server/cloud",
		seed: 1,
		leds: 4,
		clock,
		dial: server.dial,
		...options,
	});
	const events: (DeviceEvent | PixelsEvent)[] = [];
	lamp.on((event) => events.push(event));
	lamp.start();
	await clock.advance(0);
	return {
		clock,
		server,
		lamp,
		states: () => events.flatMap((event) => (event.event === "state" ? [event.state] : [])),
		told: () => events.filter(({ event }) => event !== "frame" && event !== "state"),
		shown: () => lamp.snapshot().state,
		async receive(...frames) {
			server.send(...frames);
			await clock.advance(0);
		},
	};
}
