import { seededRandom } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lowBattery, percentAt } from "./battery.js";
import { nextChangeAt, puffFirmware } from "./firmware.js";
import { type PuffDeed, type PuffFirmwareState, puffPowerUp } from "./firmware-state.js";
import type { HeatState } from "./heat-state.js";
import { profileNames } from "./profiles.js";
import { seededRipple, temperatureAt } from "./thermal.js";

const machine = puffFirmware(seededRipple(seededRandom("property")));

const anyDeed: fc.Arbitrary<PuffDeed | { readonly type: "time" }> = fc.oneof(
	fc.constantFrom<PuffDeed | { readonly type: "time" }>(
		{ type: "time" },
		{ type: "press" },
		{ type: "heat" },
		{ type: "abort" },
		{ type: "charge", on: true },
		{ type: "charge", on: false },
	),
	fc.record({
		type: fc.constant("set-profile" as const),
		profile: fc.constantFrom(...profileNames),
	}),
);

const anyHistory = fc.record({
	battery: fc.integer({ min: 0, max: 100 }),
	acts: fc.array(fc.record({ wait: fc.integer({ min: 0, max: 120_000 }), deed: anyDeed }), {
		maxLength: 40,
	}),
});

/** What may come of each state within one input, by itself or by what is done. */
const ways: Readonly<Partial<Record<HeatState, readonly HeatState[]>>> = {
	preheat: ["preheat", "active", "idle", "off", "fade", "sleep", "select", "memory"],
	active: ["active", "fade", "idle", "off", "sleep", "select", "preheat", "memory"],
	sleep: ["sleep", "select"],
	off: ["off", "memory"],
};

test("whatever is done to it, a device is in a state that it can be in", () => {
	fc.assert(
		fc.property(anyHistory, ({ battery, acts }) => {
			let state = puffPowerUp({ profile: "low", battery, dabs: 0 });
			let at = 0;
			for (const { wait, deed } of acts) {
				at += wait;
				const before = state;
				state = machine(state, { ...deed, at }).state;
				expect(ways[before.heat] ?? [state.heat]).toContain(state.heat);
				expectSound(state, at);
				const began = state.heat === "preheat" && state.since === at;
				if (began) expect(percentAt(state.battery, at)).toBeGreaterThanOrEqual(lowBattery);
				expect(state.dabs - before.dabs).toBeGreaterThanOrEqual(0);
				expect(state.dabs - before.dabs).toBeLessThanOrEqual(1);
			}
		}),
		{ numRuns: 500 },
	);
});

function expectSound(state: PuffFirmwareState, at: number): void {
	const { battery, chamber, cycle, heat, since, until } = state;
	expect(state.at).toBe(at);
	expect(since).toBeLessThanOrEqual(at);
	expect(nextChangeAt(state)).toBeGreaterThan(at);
	expect(until).toBeGreaterThan(at);
	const isHeating = heat === "preheat" || heat === "active";
	expect(chamber.mode !== "cooling").toBe(isHeating);
	expect(cycle !== null).toBe(isHeating || heat === "fade");
	expect(percentAt(battery, at)).toBeGreaterThanOrEqual(0);
	expect(percentAt(battery, at)).toBeLessThanOrEqual(100);
	expect(temperatureAt(chamber, at)).toBeGreaterThan(23);
	expect(temperatureAt(chamber, at)).toBeLessThan(290);
}

test("how often somebody looks changes nothing", () => {
	fc.assert(
		fc.property(
			anyHistory,
			fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 50 }),
			({ battery, acts }, looks) => {
				let at = 0;
				const timed = acts.map(({ wait, deed }) => {
					at += wait;
					return { ...deed, at };
				});
				const start = puffPowerUp({ profile: "low", battery, dabs: 0 });
				const end = { type: "time" as const, at: at + 600_000 };
				const run = (inputs: readonly Parameters<typeof machine>[1][]): PuffFirmwareState =>
					inputs.reduce((state, input) => machine(state, input).state, start);
				const looked = [...timed, ...looks.map((at) => ({ type: "time" as const, at }))].sort(
					(a, b) => a.at - b.at,
				);
				expect(run([...looked, end])).toEqual(run([...timed, end]));
			},
		),
		{ numRuns: 300 },
	);
});
