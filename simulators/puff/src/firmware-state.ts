import { type Battery, newBattery } from "./battery.js";
import type { HeatState } from "./heat-state.js";
import type { ProfileName } from "./profiles.js";
import { type Chamber, coldChamber } from "./thermal.js";

/** Everything that a device knows of itself. Times are simulated ms since it was powered up. */
export interface PuffFirmwareState {
	/** How far this state is worked out. */
	readonly at: number;
	readonly heat: HeatState;
	/** When `heat` was entered, or entered again by another press. */
	readonly since: number;
	/** When `heat` ends by itself; Infinity where it does not. */
	readonly until: number;
	readonly chamber: Chamber;
	readonly battery: Battery;
	readonly isCharging: boolean;
	/** For the next heat cycle. */
	readonly profile: ProfileName;
	/** Of the heat cycle under way; null outside one. */
	readonly cycle: ProfileName | null;
	/** Heat cycles in the device's life. */
	readonly dabs: number;
	/** A press while it booted, which counts once it has. */
	readonly isPressed: boolean;
}

/** What is done to a device. */
export type PuffDeed =
	| { readonly type: "press" }
	/** The command that begins a heat cycle. */
	| { readonly type: "heat" }
	| { readonly type: "abort" }
	| { readonly type: "set-profile"; readonly profile: ProfileName }
	| { readonly type: "charge"; readonly on: boolean };

/** What happens to a device, and when. */
export type PuffFirmwareInput = { readonly at: number } & (PuffDeed | { readonly type: "time" });

/** Why a heat cycle does not begin: too little charge, or it is in no state to. */
export type HeatRefusal = "battery-low" | "not-ready";

export interface PuffFirmwareEffect {
	readonly type: "refused";
	readonly why: HeatRefusal;
}

export interface PowerUp {
	readonly profile: ProfileName;
	/** Percent. */
	readonly battery: number;
	readonly dabs: number;
}

/** How long states last that end by themselves whatever the chamber does, ms. */
const lengths: Partial<Record<HeatState, number>> = {
	memory: 500,
	"version-boot": 1000,
	"battery-boot": 1500,
	idle: 600_000,
	select: 5000,
	fade: 3000,
};

/** How long a state lasts, ms; Infinity where it does not end by itself. */
export function lastingMs(heat: HeatState): number {
	return lengths[heat] ?? Number.POSITIVE_INFINITY;
}

/** A device at the moment of its power-up, which is 0. */
export function puffPowerUp({ profile, battery, dabs }: PowerUp): PuffFirmwareState {
	return {
		at: 0,
		heat: "memory",
		since: 0,
		until: lastingMs("memory"),
		chamber: coldChamber(0),
		battery: newBattery(battery),
		isCharging: false,
		profile,
		cycle: null,
		dabs,
		isPressed: false,
	};
}
