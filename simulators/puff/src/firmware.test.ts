import { expect, test } from "vitest";
import { percentAt } from "./battery.js";
import { nextChangeAt, puffFirmware } from "./firmware.js";
import {
	type HeatRefusal,
	type PowerUp,
	type PuffDeed,
	type PuffFirmwareState,
	puffPowerUp,
} from "./firmware-state.js";
import type { HeatState } from "./heat-state.js";
import { temperatureAt } from "./thermal.js";

const machine = puffFirmware(() => 0);

const deeds: ReadonlyMap<string, PuffDeed> = new Map<string, PuffDeed>([
	["press", { type: "press" }],
	["heat", { type: "heat" }],
	["abort", { type: "abort" }],
	["charge", { type: "charge", on: true }],
	["unplug", { type: "charge", on: false }],
	["peak", { type: "set-profile", profile: "peak" }],
]);

interface Outcome {
	readonly state: PuffFirmwareState;
	readonly refused: readonly HeatRefusal[];
	readonly temperature: number;
	readonly battery: number;
}

/** What becomes of a device of which a text tells what is done at which second: `10 press, 15`. */
function after(acts: string, powerUp: Partial<PowerUp> = {}): Outcome {
	let state = puffPowerUp({ profile: "low", battery: 80, dabs: 7, ...powerUp });
	const refused: HeatRefusal[] = [];
	for (const act of acts.split(", ")) {
		const [second, name = ""] = act.split(" ");
		const deed = deeds.get(name) ?? { type: "time" };
		const result = machine(state, { ...deed, at: Number(second) * 1000 });
		state = result.state;
		for (const { why } of result.effects) refused.push(why);
	}
	const temperature = temperatureAt(state.chamber, state.at);
	return { state, refused, temperature, battery: percentAt(state.battery, state.at) };
}

test.each<[string, string, HeatState]>([
	["it boots with its memory", "0", "memory"],
	["then shows its version", "0.5", "version-boot"],
	["then its battery", "1.5", "battery-boot"],
	["and is idle after 3 s", "3", "idle"],
	["also when nobody looked meanwhile", "100", "idle"],
	["a press in idle selects", "10 press", "select"],
	["for 5 s", "10 press, 14.9", "select"],
	["and no longer", "10 press, 15", "idle"],
	["another press begins the 5 s again", "10 press, 14 press, 18.9", "select"],
	["a press does not cut the boot short", "1 press", "version-boot"],
	["but counts after it", "1 press, 3", "select"],
	["and only once", "1 press, 2 press, 8.1", "idle"],
	["a chamber that is still hot preheats too", "10 heat, 40 abort, 40.1 heat", "preheat"],
	["but briefly", "10 heat, 40 abort, 40.1 heat, 40.2", "active"],
	["after 10 minutes of idling it sleeps", "603", "sleep"],
	["a press wakes it", "1000 press", "select"],
	["it heats from idle", "10 heat", "preheat"],
	["it heats from select", "10 press, 11 heat", "preheat"],
	["preheat lasts until 2 C below the target", "10 heat, 28.36", "preheat"],
	["then it is active", "10 heat, 28.362", "active"],
	["for the profile's time", "10 heat, 73.36", "active"],
	["then it fades", "10 heat, 73.362", "fade"],
	["for 3 s", "10 heat, 76.36", "fade"],
	["and is idle", "10 heat, 76.362", "idle"],
	["an abort ends preheat", "10 heat, 20 abort", "idle"],
	["an abort ends active", "10 heat, 40 abort", "idle"],
	["an abort does not end fade", "10 heat, 74 abort", "fade"],
	["an abort does not end select", "10 press, 11 abort", "select"],
	["a press does nothing in preheat", "10 heat, 20 press", "preheat"],
	["a press does nothing in active", "10 heat, 40 press", "active"],
	["a press does nothing in fade", "10 heat, 74 press", "fade"],
	["what is hot already is active after 2.4 s", "10 heat, 77 heat, 79.4", "active"],
	["a longer profile stays active longer", "3 peak, 10 heat, 90", "active"],
])("%s", (_, acts, heat) => {
	expect(after(acts).state.heat).toBe(heat);
});

test.each<[string, string, readonly HeatRefusal[]]>([
	["while it boots", "2 heat", ["not-ready"]],
	["asleep", "1000 heat", ["not-ready"]],
	["while it heats", "10 heat, 12 heat", ["not-ready"]],
	["with too little charge", "10 heat", ["battery-low"]],
])("it refuses to heat %s", (_, acts, expected) => {
	const { refused, state } = after(acts, { battery: expected[0] === "battery-low" ? 4.9 : 80 });
	expect(refused).toEqual(expected);
	expect(after(acts, { battery: 80 }).refused).toEqual(
		expected[0] === "battery-low" ? [] : expected,
	);
	expect(state.heat === "idle").toBe(expected[0] === "battery-low");
});

test("it heats at 5 %, and while it charges", () => {
	expect(after("10 heat", { battery: 5 }).state.heat).toBe("preheat");
	expect(after("10 charge, 11 heat", { battery: 50 }).state.heat).toBe("preheat");
	expect(after("10 charge, 11 heat", { battery: 4 }).refused).toEqual(["battery-low"]);
});

test("a cold chamber is at 252 C after 18.4 s and cools from the moment heating stops", () => {
	expect(after("10 heat, 28.361").temperature).toBeCloseTo(252, 1);
	const held = after("10 heat, 73.36").temperature;
	expect(Math.abs(held - 254)).toBeLessThan(1);
	expect(after("10 heat, 74.361").temperature).toBeLessThan(held - 2);
	expect(after("10 heat, 156.4").temperature).toBeCloseTo(100, 0);
	expect(after("10 heat, 20 abort, 60").temperature).toBeLessThan(after("10 heat, 20").temperature);
});

test.each([
	["a whole cycle", "10 heat, 80", 8],
	["one that was aborted while active", "10 heat, 40 abort", 8],
	["one that was aborted in preheat", "10 heat, 20 abort", 7],
	["one under way", "10 heat, 40", 7],
])("dabs after %s", (_, acts, dabs) => {
	expect(after(acts).state.dabs).toBe(dabs);
});

test("heating takes 0.15 % a second, fade and idle take nothing", () => {
	expect(after("10").battery).toBe(80);
	expect(after("10 heat, 20").battery).toBeCloseTo(78.5, 9);
	const used = 0.15 * (18.361 + 45);
	expect(after("10 heat, 80").battery).toBeCloseTo(80 - used, 2);
	expect(after("10 heat, 1000").battery).toBeCloseTo(80 - used, 2);
});

test("charging gives 0.1 % a second, up to 100", () => {
	expect(after("10 charge, 20").battery).toBeCloseTo(81, 9);
	expect(after("10 charge, 20 unplug, 40").battery).toBeCloseTo(81, 9);
	expect(after("10 charge, 1000").battery).toBe(100);
	expect(after("10 charge, 10 heat, 20").battery).toBeCloseTo(79.5, 9);
});

test("an empty battery switches it off, and the charger starts it again", () => {
	const off = after("10 heat, 50", { battery: 5 });
	expect(off.state).toMatchObject({ heat: "off", cycle: null, dabs: 8 });
	expect(off.battery).toBeCloseTo(0, 9);
	expect(after("10 heat, 50 press, 60 heat", { battery: 5 })).toMatchObject({
		state: { heat: "off" },
		refused: ["not-ready"],
	});
	expect(after("10 heat, 50 charge", { battery: 5 }).state.heat).toBe("memory");
	expect(after("10 heat, 50 charge, 53", { battery: 5 }).state.heat).toBe("idle");
});

test("a profile is for the next cycle: the one under way keeps its own", () => {
	const { state, temperature } = after("10 heat, 20 peak, 70");
	expect(state).toMatchObject({ heat: "active", profile: "peak", cycle: "low" });
	expect(Math.abs(temperature - 254)).toBeLessThan(1);
	expect(after("10 heat, 20 peak, 80 heat").state.cycle).toBe("peak");
	expect(after("10 heat, 80").state.cycle).toBeNull();
});

test("it says when it will change by itself, and that it will not", () => {
	expect(nextChangeAt(after("0").state)).toBe(500);
	expect(nextChangeAt(after("10 press").state)).toBe(15_000);
	expect(nextChangeAt(after("10 heat").state)).toBeCloseTo(28_361, -1);
	expect(nextChangeAt(after("10 heat", { battery: 5 }).state)).toBeCloseTo(28_361, -1);
	expect(nextChangeAt(after("10 heat, 30", { battery: 5 }).state)).toBeCloseTo(43_333, -1);
	expect(nextChangeAt(after("700").state)).toBe(Number.POSITIVE_INFINITY);
});

test("time never goes back", () => {
	const { state } = after("20, 10 press");
	expect(state).toMatchObject({ at: 20_000, since: 20_000, heat: "select" });
});
