import { expect, test } from "vitest";
import type { DeviceModel } from "../../device-model.js";
import type { ProcessModel } from "../../model.js";
import { sampleModel } from "../../testing/sample.js";
import { sampleDevices, sampleNow, samplePuff, sampleRoom } from "../../testing/sample-devices.js";
import { textOf } from "../span.js";
import { deviceRows } from "./device.js";

function shown(
	device: DeviceModel,
	columns: number,
	height: number,
	process?: ProcessModel,
): readonly string[] {
	return deviceRows({ device, process, now: sampleNow, colors: "none" }, columns, height).map(
		(row) => textOf(row).trimEnd(),
	);
}

test.each([
	[28, 9],
	[48, 19],
	[78, 21],
	[68, 31],
])("in %i columns and %i rows every device ends in its link", (columns, height) => {
	for (const device of sampleDevices) {
		const lines = shown(device, columns, height);
		expect(lines).toHaveLength(height);
		expect(lines.at(-3)).toMatch(/^frames {3}\d+ in, \d+ out$/);
		expect(lines.at(-2)).toMatch(/^faults/);
		expect(lines.at(-1)).toMatch(/^trouble/);
	}
});

test("where there is no room for a picture there are words", () => {
	for (const device of sampleDevices.slice(0, 4)) {
		const text = shown(device, 28, 9).join("");
		expect(text).not.toMatch(/[╭┤░]/);
		expect(text).toMatch(/bolt|shows|battery/);
	}
});

test("faults and trouble are told in words", () => {
	const device = sampleDevices.find(({ name }) => name === "lock-2");
	const lines = device === undefined ? [] : shown(device, 70, 20);
	expect(lines.slice(-2)).toEqual([
		"faults   latency 200±50 ms, half-open",
		"trouble  the connection was lost (1006); the next attempt is in 5 s",
	]);
});

test("a process that ended goes before what its device told", () => {
	const { devices, processes } = sampleModel(80, 24, "device", "lock-2");
	const device = devices.get("lock-2");
	const lines = device === undefined ? [] : shown(device, 90, 20, processes.get("lock-2"));
	expect(lines.at(-1)).toBe(
		"trouble  ended with SIGKILL: gw-sim lock: the hub refused the join: unmatched topic",
	);
});

test("of many members some are seen, and how many more there are", () => {
	const members = Array.from({ length: 30 }, (_, i) => ({
		sessionId: `s${i}`,
		name: `guest ${i}`,
		isReady: false,
		heat: null,
	}));
	const lines = shown({ ...samplePuff, members }, 60, 31);
	expect(lines).toContain("     and 24 more");
	expect(lines.join("\n")).toContain("31 in");
});

test.each([
	["no group", { group: null }, "group    none"],
	["a group without a name", { groupName: null, members: [] }, "group    ab12cd  seshing  1 in"],
	["a charger", { isCharging: true }, "battery  ━━━━━━━━━╸──  80 %  charging  372 dabs"],
])("a puff with %s", (_, changes, expected) => {
	expect(shown({ ...samplePuff, ...changes }, 60, 31)).toContain(expected);
});

test("polls and counters leave half of the room to what is said", () => {
	const counters = Array.from({ length: 50 }, (_, i) => ({ id: `c${i}`, value: `${i}` }));
	const lines = shown({ ...sampleRoom, counters }, 60, 19);
	expect(lines.filter((line) => line.startsWith("counter"))).toHaveLength(7);
	expect(lines.join("\n")).toContain("counter total 17.75");
});
