import { expect, test } from "vitest";
import { around, latest, placeText } from "./scroll.js";

const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test.each([
	[0, 4, [0, 1, 2, 3]],
	[-1, 4, [0, 1, 2, 3]],
	[3, 4, [1, 2, 3, 4]],
	[9, 4, [6, 7, 8, 9]],
	[5, 20, items],
])("around %i, %i high", (index, height, expected) => {
	expect(around(items, index, height)).toEqual(expected);
});

test.each([
	[0, 4, [6, 7, 8, 9], "10"],
	[3, 4, [3, 4, 5, 6], "4–7 of 10"],
	[99, 4, [0, 1, 2, 3], "1–4 of 10"],
	[3, 20, items, "10"],
])("%i back from the newest, %i high", (back, height, expected, place) => {
	expect(latest(items, back, height)).toEqual(expected);
	expect(placeText(items.length, back, height)).toBe(place);
});
