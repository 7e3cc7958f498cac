import type { JsonObject } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import type { PuffDeviceOptions } from "../options.js";
import { PuffDevice } from "../puff-device.js";
import { RawGateway } from "./raw-gateway.js";

/** A gateway, and the time. */
export interface Stage {
	readonly clock: VirtualClock;
	readonly gateway: RawGateway;
}

/** A puff on a raw gateway, with what it has told. */
export interface Bench extends Stage {
	readonly puff: PuffDevice;
	readonly events: DeviceEvent[];
	/** The events that are no frames, no states and no device's updates. */
	readonly told: () => DeviceEvent[];
	readonly shown: () => JsonObject;
	/** What it has shown of one key, each time that it changed. */
	readonly course: (key: string) => unknown[];
}

export function newStage(): Stage {
	const clock = new VirtualClock();
	return { clock, gateway: new RawGateway(clock) };
}

/** A puff that is started, and has no time yet to do anything. */
export function newPuff(stage: Stage, options: Partial<PuffDeviceOptions> = {}): Bench {
	const { clock, gateway } = stage;
	const puff = new PuffDevice({
		url: "ws://gateway/socket",
		seed: 1,
		clock,
		dial: gateway.dial,
		...options,
	});
	const events: DeviceEvent[] = [];
	puff.on((event) => events.push(event));
	puff.start();
	return {
		...stage,
		puff,
		events,
		told: () =>
			events.filter(
				(event) =>
					event.event === "error" ||
					(event.event === "message" && event.type !== "GROUP_USER_DEVICE_UPDATE"),
			),
		shown: () => puff.snapshot().state,
		course: (key) => {
			const values = events.flatMap((event) => (event.event === "state" ? [event.state[key]] : []));
			return values.filter((value, i) => i === 0 || value !== values[i - 1]);
		},
	};
}

/** A puff that has been in a group of its own since time 0, and has booted. */
export async function setUp(options: Partial<PuffDeviceOptions> = {}): Promise<Bench> {
	const bench = newPuff(newStage(), options);
	await bench.clock.advance(4000);
	return bench;
}

/** Somebody without a device asks the group to get ready. */
export function inquire({ gateway }: Stage, group = "group1"): void {
	gateway.apply(group, { type: "join", sessionId: "watcher", name: "W", deviceType: null });
	gateway.apply(group, { type: "inquire", sessionId: "watcher" });
}
