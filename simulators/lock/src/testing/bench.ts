import type { JsonObject } from "@gw-sim/core";
import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import { LockDevice, type LockDeviceOptions, type TagEvent } from "../lock-device.js";
import { RawHub } from "./raw-hub.js";

/** A lock on a raw hub, with what it has told. */
export interface Bench {
	readonly clock: VirtualClock;
	readonly hub: RawHub;
	readonly lock: LockDevice;
	readonly events: (DeviceEvent | TagEvent)[];
	/** The events that are no frames and no states. */
	readonly told: () => (DeviceEvent | TagEvent)[];
	readonly shown: () => JsonObject;
}

/** A lock that has been on line since time 0. */
export async function setUp(
	options: Partial<LockDeviceOptions> = {},
	mode: number | null = 1,
): Promise<Bench> {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	hub.state = { ...hub.state, mode };
	const lock = new LockDevice({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		seed: 1,
		clock,
		dial: hub.dial,
		...options,
	});
	const events: (DeviceEvent | TagEvent)[] = [];
	lock.on((event) => events.push(event));
	lock.start();
	await clock.advance(0);
	return {
		clock,
		hub,
		lock,
		events,
		told: () => events.filter(({ event }) => event !== "frame" && event !== "state"),
		shown: () => lock.snapshot().state,
	};
}

export const owner = { id: 1, email: "owner@hub" };

/** Holds a tag to the reader until it is read. */
export async function present({ clock, lock }: Bench, uid = "04A1B2C3"): Promise<void> {
	void lock.command({ cmd: "present-tag", uid });
	await clock.advance(600);
}
