import { expect, test } from "vitest";
import { fuzzyScore } from "./fuzzy.js";

test.each([
	["", "pair"],
	["pr", "pair"],
	["PAIR", "pair"],
	["dl", "drop the link"],
	["drop link", "drop the link"],
])("%j fits %j", (query, text) => {
	expect(fuzzyScore(query, text)).not.toBeNull();
});

test.each([
	["rp", "pair"],
	["pairs", "pair"],
	["x", ""],
])("%j does not fit %j", (query, text) => {
	expect(fuzzyScore(query, text)).toBeNull();
});

test.each([
	["pa", "pair", "put it on the charger, or take it off"],
	["dtl", "drop the link", "disconnect, or connect again, gently"],
	["raw", "raw, or decoded", "restart a worker"],
	["faults", "faults", "take all faults off"],
	["sho", "show off", "ask how often"],
])("%j fits %j better than %j", (query, better, worse) => {
	expect(fuzzyScore(query, better)).toBeGreaterThan(
		fuzzyScore(query, worse) ?? Number.NEGATIVE_INFINITY,
	);
});
