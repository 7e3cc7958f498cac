import type { PuffClientOptions } from "@gw-sim/client/puff";
import { type Clock, UsageError } from "@gw-sim/core";
import { isName } from "@gw-sim/protocols/puff";
import type { Destination } from "./entrance.js";
import { puffName } from "./name.js";
import { type ProfileName, profileNames } from "./profiles.js";

/** Those of the puff's client besides; its `random` follows from the seed. */
export interface PuffDeviceOptions extends Omit<PuffClientOptions, "random" | "clock"> {
	/** What the others see, up to 32 characters. @defaultValue `puff-NNNN` from the seed */
	readonly name?: string;
	/** Every random choice of the device follows from it. */
	readonly seed: string | number;
	readonly clock: Clock;
	/** Id of the group to join; not together with `create`. */
	readonly group?: string;
	/** Name of a group to create and join. @defaultValue one that the gateway chooses */
	readonly create?: string;
	/** @defaultValue "low" */
	readonly profile?: ProfileName;
	/** Answers inquiries by itself; together with `create` it inquires, too. @defaultValue false */
	readonly auto?: boolean;
	/**
	 * Simulated seconds per second, 0.01 to 1000: of the device and of whoever holds it, never of the
	 * connection. @defaultValue 1
	 */
	readonly speed?: number;
}

/** The options with their defaults and everything derived from them. */
export interface PuffSettings {
	/** For the client, in which `random` is missing. */
	readonly client: Omit<PuffClientOptions, "random">;
	readonly name: string;
	readonly destination: Destination;
	readonly profile: ProfileName;
	readonly auto: boolean;
	/** Whether an automatic puff inquires. */
	readonly asks: boolean;
	readonly speed: number;
}

const slowest = 0.01;
const fastest = 1000;

/** @throws UsageError where an option is wrong; the message says how to mend it. */
export function puffSettings(options: PuffDeviceOptions): PuffSettings {
	const { seed, group, create, profile = "low", auto = false, speed = 1, ...client } = options;
	const { name = puffName(seed) } = options;
	assertSpeed(speed);
	assertProfile(profile);
	return {
		// What the first gateway's clients say of themselves.
		client: { deviceType: "peak", ...client, name },
		name,
		destination: destinationOf(group, create),
		profile,
		auto,
		asks: create !== undefined,
		speed,
	};
}

function destinationOf(group: string | undefined, create: string | undefined): Destination {
	if (group !== undefined && create !== undefined)
		throw new UsageError("a puff joins a group or creates one: leave group or create out");
	if (group !== undefined) {
		if (group === "") throw new UsageError("a group's id is not empty, as in ab12cd");
		return { kind: "join", group };
	}
	if (create === undefined) return { kind: "create" };
	if (!isName(create)) throw new UsageError("create must be a name of up to 32 characters");
	return { kind: "create", name: create };
}

function assertSpeed(speed: number): void {
	if (!(speed >= slowest && speed <= fastest))
		throw new UsageError(`speed must be a number from ${slowest} to ${fastest}`);
}

function assertProfile(profile: ProfileName): void {
	if (!profileNames.includes(profile))
		throw new UsageError(`profile must be one of ${profileNames.join(", ")}`);
}
