import {
	type Display,
	decodeServerMessage,
	isSameShow,
	lampStart,
	pulseBrightness,
	type Show,
	showOf,
	type Weather,
	weatherStrength,
	withPacket,
	withShow,
} from "@gw-sim/protocols/cloud";
import { describe, expect, test } from "vitest";

/** What a lamp shows that was sent these frames. */
function shownAfter(...frames: readonly string[]): Show {
	let display: Display = lampStart;
	for (const frame of frames) {
		const message = decodeServerMessage(frame);
		for (const packet of message.type === "packets" ? message.packets : [])
			display = withPacket(display, packet);
	}
	return showOf(display);
}

const weather = (code: Weather["weather"], intensity: number): Show => ({
	mode: "weather",
	weather: code,
	intensity,
});

describe("what a packet leaves out", () => {
	test.each<[readonly string[], Show]>([
		[[], { mode: "off" }],
		[["[cc:1:?:?]"], weather(3, 5)],
		[["[cc:1::2]"], weather(3, 2)],
		[["[cc:1:7:?]"], weather(7, 5)],
		[["[cc:1:7:8]", "[cc:1:?:2]"], weather(7, 2)],
		[["[cc:1:7:8]", "[cc:1:2:]"], weather(2, 8)],
		[["[cc:1:7:8]", "[cc:0:?:?]", "[cc:2:1,2,3:4]", "[cc:1:?:?]"], weather(7, 8)],
		[["[cc:2:?:?]"], { mode: "color", color: [255, 255, 255], pulse: 0 }],
		[["[cc:2:1,2,3:4]", "[cc:2:?:5]"], { mode: "color", color: [1, 2, 3], pulse: 5 }],
		[["[cc:2:1,2,3:4]", "[cc:2::]"], { mode: "color", color: [1, 2, 3], pulse: 0 }],
		[["[cc:2:1,2,3:4]", "[cc:0:9:9]"], { mode: "off" }],
	])("%j shows %j", (frames, show) => {
		expect(shownAfter(...frames)).toEqual(show);
	});
});

test("what shows nothing changes nothing", () => {
	const before = ["[cc:2:1,2,3:4]"];
	for (const frame of ["[cc:9:1:1]", "[cc:1:10:1]", "[cc:u:?:?]", "[cc:1:2]", "x", "", "ok"])
		expect(shownAfter(...before, frame)).toEqual(shownAfter(...before));
});

test("a display shows what it was told, and looks the same only then", () => {
	const shows: readonly Show[] = [
		{ mode: "off" },
		weather(3, 5),
		weather(3, 6),
		weather(4, 5),
		{ mode: "color", color: [1, 2, 3], pulse: 0 },
		{ mode: "color", color: [1, 2, 3], pulse: 1 },
		{ mode: "color", color: [1, 2, 4], pulse: 0 },
		{ mode: "color", color: [3, 2, 1], pulse: 0 },
	];
	for (const [i, a] of shows.entries()) {
		expect(showOf(withShow(lampStart, a))).toEqual(a);
		for (const [j, b] of shows.entries()) expect(isSameShow(a, b)).toBe(i === j);
	}
});

test.each([
	[1, 10, 1],
	[2, 5, 0.5],
	[4, 9, 0.9],
	[3, 9, 1],
	[3, 10, 1],
	[5, 4.5, 0.5],
	[6, 0, 0],
	[7, 3, 1 / 3],
	[8, 9.5, 1],
	[9, 9, 1],
] as const)("weather %i of intensity %d is as strong as %d", (code, intensity, strength) => {
	expect(weatherStrength({ weather: code, intensity })).toBeCloseTo(strength, 12);
});

describe("a pulse", () => {
	test.each([
		[1, 4000, 0.9],
		[5, 2400, 0.5],
		[9, 800, 0.1],
		[99, 800, 0.1],
	])("of %i goes down and up in %i ms, to %d of the brightness", (pulse, periodMs, lowest) => {
		expect(pulseBrightness(pulse, 0)).toBe(1);
		expect(pulseBrightness(pulse, periodMs / 2)).toBeCloseTo(lowest, 9);
		expect(pulseBrightness(pulse, periodMs / 4)).toBeCloseTo((1 + lowest) / 2, 9);
		expect(pulseBrightness(pulse, periodMs * 7)).toBeCloseTo(1, 9);
	});

	test("of 0 is steady", () => {
		for (const ms of [0, 1, 1100, 2200, 1e9]) expect(pulseBrightness(0, ms)).toBe(1);
	});
});
