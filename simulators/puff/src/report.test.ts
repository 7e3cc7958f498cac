import { expect, test } from "vitest";
import { puffFirmware } from "./firmware.js";
import { type PuffDeed, type PuffFirmwareState, puffPowerUp } from "./firmware-state.js";
import { heatNames } from "./heat-state.js";
import { newsOf, nextLook, type Reading, readingOf } from "./report.js";

const machine = puffFirmware(() => 0);

function at(second: number, ...deeds: readonly PuffDeed[]): PuffFirmwareState {
	const booted = machine(puffPowerUp({ profile: "low", battery: 80.4, dabs: 7 }), {
		type: "time",
		at: 10_000,
	}).state;
	const done = deeds.reduce((state, deed) => machine(state, { ...deed, at: 10_000 }).state, booted);
	return machine(done, { type: "time", at: second * 1000 }).state;
}

function read(second: number, ...deeds: readonly PuffDeed[]): Reading {
	return readingOf(at(second, ...deeds), "Ada");
}

const press: PuffDeed = { type: "press" };
const heat: PuffDeed = { type: "heat" };
const dark = { r: 0, g: 0, b: 0 };

test("a report has every key of the first clients, and what later ones look for", () => {
	expect(read(10).report).toEqual({
		temperature: 24,
		state: 5,
		activeColor: dark,
		stateTime: 7,
		chargeSource: 3,
		battery: 80,
		totalDabs: 7,
		profileName: "Low",
		profile: { name: "Low", temp: 254, time: "0:45", color: "#0000ff" },
		deviceName: "Ada",
		deviceModel: "0",
	});
});

test.each([
	["preheat", 20, 7],
	["active", 40, 8],
	["fade", 74, 9],
])("in %s the light has the profile's colour", (_, second, state) => {
	expect(read(second, heat).report).toMatchObject({ state, activeColor: { r: 0, g: 0, b: 255 } });
	const high: PuffDeed = { type: "set-profile", profile: "high" };
	expect(read(second, high, heat).report.activeColor).toEqual({ r: 248, g: 11, b: 0 });
});

test.each(["idle", "select"])("in %s it is dark", (name) => {
	const { report } = name === "idle" ? read(10) : read(10, press);
	expect(report).toMatchObject({ state: heatNames.indexOf(name as "idle"), activeColor: dark });
});

test("the time in a state begins again at 8", () => {
	expect(read(20, heat).report.stateTime).toBe(10);
	expect(read(29.361, heat).report.stateTime).toBeCloseTo(1, 1);
});

test.each([
	["nothing but the dabs every 10 s", read(10), read(20), 19, 20, ["totalDabs"]],
	["nothing in between", read(10), read(19), 18, 19, []],
	["a press a second later", read(10), read(11, press), 10, 11, ["state", "stateTime"]],
	["heating every second", read(11, heat), read(12, heat), 11, 12, ["stateTime", "temperature"]],
	[
		"battery and profile every 10 s",
		read(19),
		read(20, { type: "set-profile", profile: "peak" }, heat),
		19,
		20,
		[
			"activeColor",
			"battery",
			"profile",
			"profileName",
			"state",
			"stateTime",
			"temperature",
			"totalDabs",
		],
	],
	[
		"the charger every 5 s",
		read(10),
		read(15, { type: "charge", on: true }),
		14,
		15,
		["chargeSource"],
	],
	["not sooner", read(10), read(14, { type: "charge", on: true }), 13, 14, []],
	["everything that a late look missed", read(10), read(22), 18, 22, ["totalDabs"]],
] satisfies [string, Reading, Reading, number, number, string[]][])(
	"it tells %s",
	(_, told, reading, last, second, keys) => {
		expect(Object.keys(newsOf(told, reading, last, second)).sort()).toEqual(keys);
	},
);

test("a state that was entered again is told again, since a group wants to hear it", () => {
	const first = read(10, press);
	const again = readingOf(machine(at(12, press), { ...press, at: 12_500 }).state, "Ada");
	expect(newsOf(first, again, 12, 13)).toEqual({ state: 6, stateTime: 0 });
});

test.each([
	["at rest", 10, 12, [], false, 20],
	["at rest, in a tenth second", 10, 20, [], false, 30],
	["while it cools", 10, 12, [], true, 13],
	["after a press", 10, 12, [press], false, 13],
	["while it heats", 12, 12, [heat], true, 13],
	["after it was plugged in", 10, 12, [{ type: "charge", on: true }], false, 15],
	["after its profile was set", 10, 12, [{ type: "set-profile", profile: "peak" }], false, 20],
] satisfies [string, number, number, PuffDeed[], boolean, number][])(
	"it looks again soon enough %s",
	(_, last, second, deeds, isMoving, expected) => {
		expect(nextLook(read(last), read(second, ...deeds), second, isMoving)).toBe(expected);
	},
);
