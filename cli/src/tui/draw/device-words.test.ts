import type { Fault } from "@gw-sim/transport";
import { expect, test } from "vitest";
import type { DeviceModel } from "../device-model.js";
import type { ProcessModel } from "../model.js";
import { sampleModel } from "../testing/sample.js";
import {
	sampleChat,
	sampleCloud,
	sampleLock,
	samplePuff,
	sampleRoom,
} from "../testing/sample-devices.js";
import {
	deviceSummary,
	faultText,
	groupWord,
	heatWord,
	showWords,
	tagWord,
} from "./device-words.js";
import { textOf } from "./span.js";

const running = sampleModel(80, 24, "list", "lock-1").processes.get("lock-1");

function withStatus(status: ProcessModel["status"]): ProcessModel | undefined {
	return running === undefined ? undefined : { ...running, status };
}

test.each<[string, DeviceModel, ProcessModel | undefined, string]>([
	["a lock", sampleLock, running, "locked"],
	["a lock that pairs", { ...sampleLock, mode: "pairing" }, running, "pairing"],
	["a lamp", sampleCloud, running, "rain 7"],
	[
		"a lamp in a colour",
		{ ...sampleCloud, show: { mode: "color", color: [255, 162, 174], pulse: 3 } },
		running,
		"█#ffa2ae",
	],
	["a lamp that is off", { ...sampleCloud, show: { mode: "off" } }, running, "off"],
	["a puff", samplePuff, running, "fade 95°"],
	["a chat", sampleChat, running, "lobby"],
	["a chat without a room", { ...sampleChat, roomName: null }, running, "dev"],
	["a room", sampleRoom, running, "den #3"],
	["its link first", { ...sampleLock, link: "joining" }, running, "joining"],
	["its process before that", { ...sampleLock, link: "joining" }, withStatus("failed"), "failed"],
	["no process yet", sampleLock, undefined, "locked"],
])("the summary of %s", (_, device, process, expected) => {
	expect(textOf(deviceSummary(device, process, 12))).toBe(expected);
});

test.each(["constructor", "__proto__", "toString"])("%s is a word like any other", (word) => {
	for (const told of [heatWord(word), groupWord(word), tagWord(word)])
		expect(told).toEqual({ text: word });
});

test("a puff's temperature goes where there is no room", () => {
	expect(textOf(deviceSummary(samplePuff, running, 11))).toBe("fade");
});

test("what a lamp shows, with its pulse", () => {
	const show = { mode: "color", color: [255, 162, 174], pulse: 3 } as const;
	expect(textOf(showWords(show))).toBe("██ #ffa2ae pulse 3");
});

test.each<[Fault, string]>([
	[{ type: "latency", ms: 200 }, "latency 200 ms"],
	[{ type: "latency", ms: 200, jitterMs: 50, direction: "in" }, "latency in 200±50 ms"],
	[{ type: "drop", rate: 0.1 }, "drop 10 %"],
	[{ type: "corrupt", rate: 1, direction: "out" }, "corrupt out 100 %"],
	[{ type: "half-open" }, "half-open"],
	[{ type: "cut", afterMs: 5 }, "cut"],
])("%o in words", (fault, expected) => {
	expect(faultText(fault)).toBe(expected);
});
