import { type Machine, type Step, step } from "@gw-sim/core";
import { type Battery, emptyAt, loaded, lowBattery, percentAt } from "./battery.js";
import {
	lastingMs,
	type PuffFirmwareEffect,
	type PuffFirmwareInput,
	type PuffFirmwareState,
} from "./firmware-state.js";
import type { HeatState } from "./heat-state.js";
import { profiles } from "./profiles.js";
import {
	type Chamber,
	cooled,
	heated,
	held,
	type Ripple,
	reachedAt,
	temperatureAt,
	worked,
} from "./thermal.js";

/** Preheat ends so many degrees C below the target. */
const closeEnough = 2;

/**
 * The firmware of a puff: boot, button, heat cycle, battery. Time is an input like the others: each
 * input first lets pass what has passed since the last one, with every change at its own time, so
 * that nothing has to be done while nothing happens. `nextChangeAt` says when something will.
 */
export function puffFirmware(
	ripple: Ripple,
): Machine<PuffFirmwareState, PuffFirmwareInput, PuffFirmwareEffect> {
	return (before, input) => {
		const state = passed(before, Math.max(before.at, input.at));
		switch (input.type) {
			case "time":
				return step(state);
			case "press":
				return step(press(state));
			case "heat":
				return heat(state);
			case "abort":
				return step(abort(state));
			case "set-profile":
				return step({ ...state, profile: input.profile });
			case "charge":
				return step(charge(state, input.on));
		}
	};

	function passed(before: PuffFirmwareState, at: number): PuffFirmwareState {
		let state = before;
		for (let due = nextChangeAt(state); due <= at; due = nextChangeAt(state))
			state = changed(workedUpTo(state, due));
		return workedUpTo(state, at);
	}

	function workedUpTo(state: PuffFirmwareState, at: number): PuffFirmwareState {
		return { ...state, at, chamber: worked(state.chamber, at, ripple) };
	}
}

/** When the device will change by itself; Infinity where it will not. */
export function nextChangeAt({ battery, until }: PuffFirmwareState): number {
	return Math.min(until, emptyAt(battery));
}

/** What comes by itself at this time. */
function changed(state: PuffFirmwareState): PuffFirmwareState {
	if (state.at >= emptyAt(state.battery)) return enter(counted(state), "off");
	switch (state.heat) {
		case "memory":
			return enter(state, "version-boot");
		case "version-boot":
			return enter(state, "battery-boot");
		case "battery-boot":
			return enter({ ...state, isPressed: false }, state.isPressed ? "select" : "idle");
		case "idle":
			return enter(state, "sleep");
		case "preheat":
			return enter(state, "active");
		case "active":
			return enter(counted(state), "fade");
		default:
			return enter(state, "idle");
	}
}

function press(state: PuffFirmwareState): PuffFirmwareState {
	switch (state.heat) {
		case "memory":
		case "version-boot":
		case "battery-boot":
			return { ...state, isPressed: true };
		case "sleep":
		case "idle":
		case "select":
			return enter(state, "select");
		default:
			return state;
	}
}

function heat(state: PuffFirmwareState): Step<PuffFirmwareState, PuffFirmwareEffect> {
	if (state.heat !== "idle" && state.heat !== "select")
		return step(state, { type: "refused", why: "not-ready" });
	if (percentAt(state.battery, state.at) < lowBattery)
		return step(state, { type: "refused", why: "battery-low" });
	return step(enter({ ...state, cycle: state.profile }, "preheat"));
}

function abort(state: PuffFirmwareState): PuffFirmwareState {
	const isHot = state.heat === "preheat" || state.heat === "active";
	return isHot ? enter(counted(state), "idle") : state;
}

/** A device that its empty battery has switched off starts again on the charger. */
function charge(before: PuffFirmwareState, isCharging: boolean): PuffFirmwareState {
	const state = { ...before, isCharging };
	if (before.heat === "off" && isCharging) return enter(state, "memory");
	return { ...state, battery: batteryIn(state, state.heat) };
}

/** A cycle counts once it was active. */
function counted(state: PuffFirmwareState): PuffFirmwareState {
	return state.heat === "active" ? { ...state, dabs: state.dabs + 1 } : state;
}

/** Puts the device into a state, now. */
function enter(before: PuffFirmwareState, heat: HeatState): PuffFirmwareState {
	const { at } = before;
	const cycle = heat === "preheat" || heat === "active" || heat === "fade" ? before.cycle : null;
	const state = { ...before, heat, since: at, cycle };
	return {
		...state,
		chamber: chamberIn(state, heat),
		battery: batteryIn(state, heat),
		until: endOf(state, heat),
	};
}

function chamberIn({ at, chamber, cycle, profile }: PuffFirmwareState, heat: HeatState): Chamber {
	if (heat === "preheat") return heated(chamber, at);
	if (heat === "active") return held(chamber, at, profiles[cycle ?? profile].target);
	return cooled(chamber, at);
}

function batteryIn({ at, battery, isCharging }: PuffFirmwareState, heat: HeatState): Battery {
	return loaded(battery, at, { isHeating: heat === "preheat" || heat === "active", isCharging });
}

function endOf({ at, chamber, cycle, profile }: PuffFirmwareState, heat: HeatState): number {
	const { target, seconds } = profiles[cycle ?? profile];
	switch (heat) {
		case "preheat":
			// A chamber that is still hot is there at once, yet every state lasts.
			return Math.max(at + 1, reachedAt(at, temperatureAt(chamber, at), target - closeEnough));
		case "active":
			return at + 1000 * seconds;
		default:
			return at + lastingMs(heat);
	}
}
