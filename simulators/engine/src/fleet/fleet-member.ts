import type { Clock } from "@gw-sim/core";
import type { NamedCommand } from "../commands.js";
import type { Device } from "../device.js";
import type { DeviceEvent } from "../events.js";
import type { Tally } from "./tally.js";

/** As much of a device as a fleet needs, whatever its commands are. */
export type FleetDevice = Pick<Device<NamedCommand>, "start" | "stop" | "done" | "probe"> & {
	command(command: { readonly cmd: "drop" }): void | Promise<void>;
	on(listener: (event: DeviceEvent | { readonly event: string }) => void): () => void;
};

/** What can become of a member; who ends was off line before. */
export type MemberChange = "online" | "offline" | "ended";

/** One device of a fleet, watched. */
export class FleetMember {
	readonly device: FleetDevice;
	readonly #clock: Clock;
	readonly #tally: Tally;
	#dialledAt: number;
	#isOnline = false;
	#hasBeenOnline = false;
	readonly #changed: (change: MemberChange) => void;

	constructor(
		device: FleetDevice,
		{
			clock,
			tally,
			changed,
		}: {
			readonly clock: Clock;
			readonly tally: Tally;
			readonly changed: (change: MemberChange) => void;
		},
	) {
		this.device = device;
		this.#clock = clock;
		this.#tally = tally;
		this.#changed = changed;
		this.#dialledAt = clock.now();
		device.on((event) => this.#heard(event));
		void device.done.then(() => {
			this.#linked("offline");
			changed("ended");
		});
	}

	get isOnline(): boolean {
		return this.#isOnline;
	}

	/** Whether it never came on line. */
	get isStranger(): boolean {
		return !this.#hasBeenOnline;
	}

	/** Asks the gateway something and waits for the answer; without effect off line. */
	async probe(): Promise<void> {
		const { device } = this;
		if (!this.#isOnline || device.probe === undefined) return;
		const startedAt = this.#clock.now();
		try {
			await device.probe();
			this.#tally.requests.add(this.#clock.now() - startedAt);
		} catch (error) {
			// What went on while its link was lost is told as the loss.
			if (this.#isOnline) this.#tally.failed(error);
		}
	}

	#heard(event: DeviceEvent | { readonly event: string }): void {
		if (isEvent(event, "frame")) {
			if (event.dir === "in") this.#tally.received++;
			else this.#tally.sent++;
		} else if (isEvent(event, "error")) this.#tally.error(event.code, event.message);
		else if (isEvent(event, "state")) this.#linked(event.state.link);
	}

	#linked(link: unknown): void {
		if (link === "connecting") this.#dialledAt = this.#clock.now();
		const isOnline = link === "online";
		if (isOnline === this.#isOnline) return;
		this.#isOnline = isOnline;
		if (isOnline) {
			this.#tally.joins.add(this.#clock.now() - this.#dialledAt);
			if (this.#hasBeenOnline) this.#tally.reconnects++;
			this.#hasBeenOnline = true;
		}
		this.#changed(isOnline ? "online" : "offline");
	}
}

function isEvent<Name extends DeviceEvent["event"]>(
	event: { readonly event: string },
	name: Name,
): event is Extract<DeviceEvent, { readonly event: Name }> {
	return event.event === name;
}
