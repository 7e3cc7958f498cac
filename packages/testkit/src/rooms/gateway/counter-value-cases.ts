import type { ConformanceCase } from "../../conformance.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";
import type { TestRoom } from "./test-room.js";

/** Sends one counter values as JSON text; null stands for a value that has to be ignored. */
async function count(
	room: TestRoom,
	steps: readonly (readonly [value: string, sum: string | null])[],
): Promise<void> {
	const a = await room.enter();
	await a.saySettled(["subscribe", "counter"]);
	for (const [value, sum] of steps) {
		a.raw(`{"type":"counter","data":{"id":"k","value":${value}}}`);
		if (sum === null) await a.settle();
		else await a.expect(room.counter("k", sum));
	}
}

export const counterValueCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"counter-is-exact",
		"Sums are exact: 17.75 - 15.14 is 2.61 (the original has 2.6099999999999994)",
		(room) =>
			count(room, [
				["17.75", "17.75"],
				["-15.14", "2.61"],
				["-2.61", "0"],
			]),
	),
	gatewayCase(
		"counter-does-not-drift",
		"Many small steps do not drift: 0.1 + 0.2 is 0.3, and so on to 1",
		(room) =>
			count(room, [
				["0.1", "0.1"],
				["0.2", "0.3"],
				...["0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"].map((sum) => ["0.1", sum] as const),
			]),
	),
	gatewayCase("counter-large-and-exact", "Sums beyond 2^53 keep every digit", (room) =>
		count(room, [
			["9007199254740991", "9007199254740991"],
			["2", "9007199254740993"],
			["0.5", "9007199254740993.5"],
			["-9007199254740991", "2.5"],
		]),
	),
	gatewayCase(
		"counter-coercion",
		"Values become numbers as JavaScript makes them: numeric text, true, null, an array of one",
		(room) =>
			count(room, [
				['"5"', "5"],
				['" 2.5 "', "7.5"],
				['"1e1"', "17.5"],
				["true", "18.5"],
				["false", "18.5"],
				["null", "18.5"],
				['""', "18.5"],
				["[3]", "21.5"],
				['["-1.5"]', "20"],
				["[]", "20"],
				['"0x10"', "36"],
				["1e-7", "36.0000001"],
			]),
	),
	gatewayCase("counter-not-a-number", "A value that is no number is ignored in silence", (room) =>
		count(room, [
			["1", "1"],
			['"abc"', null],
			['"1,5"', null],
			["{}", null],
			["[1,2]", null],
			['"NaN"', null],
			["1", "2"],
		]),
	),
	gatewayCase(
		"counter-not-finite",
		"A value that is not finite is ignored (in the original it spoils the counter)",
		(room) =>
			count(room, [
				["1e999", null],
				["5", "5"],
				["-1e999", null],
				['"Infinity"', null],
				['"-Infinity"', null],
				["1", "6"],
			]),
	),
	gatewayCase(
		"counter-without-value",
		"Data without a value, or that is no object, is ignored",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "counter"]);
			for (const data of [{}, { id: "k" }, 5, "5", "k", true, [], [1]])
				await a.saySettled(["counter", data]);
			await a.saySettled(["subscribe", "counter"]);
			a.say("counter", { id: "k", value: 1 });
			await a.expect(room.counter("k", "1"));
		},
	),
];
