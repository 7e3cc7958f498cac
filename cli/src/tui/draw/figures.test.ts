import { expect, test } from "vitest";
import { bytesText, percentText, rateText, timeText } from "./figures.js";

test.each([
	[0, "0K"],
	[512, "0.5K"],
	[1024 ** 2 - 1, "1.0M"],
	[61 * 1024 ** 2, "61M"],
	[999.4 * 1024 ** 2, "999M"],
	[1023 * 1024 ** 2, "1.0G"],
	[5000 * 1024 ** 3, "4.9T"],
])("%d bytes are %s", (bytes, expected) => {
	expect(bytesText(bytes)).toBe(expected);
});

test.each([
	[0, "0"],
	[0.04, "0.0"],
	[4.06, "4.1"],
	[9.96, "10"],
	[999, "999"],
	[1834, "1.8k"],
	[250_000, "250k"],
])("a rate of %d is %s", (rate, expected) => {
	expect(rateText(rate)).toBe(expected);
});

test("a share of a core", () => {
	expect([0, 0.3, 12.4, 100].map(percentText)).toEqual(["0%", "0.3%", "12%", "100%"]);
});

test.each([
	[0, "0:00:00", "0:00:00.000"],
	[-5, "0:00:00", "0:00:00.000"],
	[754_321.9, "0:12:34", "0:12:34.321"],
	[36_061_005, "10:01:01", "10:01:01.005"],
])("%d ms after the start", (at, seconds, thousandths) => {
	expect(timeText(at)).toBe(seconds);
	expect(timeText(at, "ms")).toBe(thousandths);
});
