import { expect, test } from "vitest";
import { type Bolt, type BoltInput, type BoltPosition, boltMachine } from "./bolt.js";

const strike = boltMachine({ holdMs: 10_000, travelMs: 0 });
const motor = boltMachine({ holdMs: 10_000, travelMs: 1500 });

const hold = "arm hold 10000";
const travel = "arm travel 1500";
const unlock: BoltInput = { type: "unlock" };
const held: BoltInput = { type: "timer", timer: "hold" };
const travelled: BoltInput = { type: "timer", timer: "travel" };

function at(position: BoltPosition, blocked = false): Bolt {
	return { position, blocked };
}

test.each([
	["a strike unlocks at once", strike, at("locked"), unlock, at("unlocked"), hold],
	["a new grant restarts the hold", strike, at("unlocked"), unlock, at("unlocked"), hold],
	["a strike locks at once", strike, at("unlocked"), held, at("locked"), ""],
	["a motor starts to unlock", motor, at("locked"), unlock, at("unlocking"), travel],
	["a motor arrives unlocked", motor, at("unlocking"), travelled, at("unlocked"), hold],
	["a grant on the way there adds nothing", motor, at("unlocking"), unlock, at("unlocking"), ""],
	["a motor starts to lock", motor, at("unlocked"), held, at("locking"), travel],
	["a motor arrives locked", motor, at("locking"), travelled, at("locked"), ""],
	["a grant on the way back turns it round", motor, at("locking"), unlock, at("unlocking"), travel],
	[
		"a block alone moves nothing",
		strike,
		at("unlocked"),
		{ type: "jam" },
		at("unlocked", true),
		"",
	],
	[
		"a blocked strike jams at unlocking",
		strike,
		at("locked", true),
		unlock,
		at("jammed", true),
		"",
	],
	["a blocked strike jams at locking", strike, at("unlocked", true), held, at("jammed", true), ""],
	[
		"a blocked motor jams at its end",
		motor,
		at("locking", true),
		travelled,
		at("jammed", true),
		"",
	],
	["a jammed bolt does not move", motor, at("jammed", true), unlock, at("jammed", true), ""],
	["freed, it goes to locked", motor, at("jammed", true), { type: "clear-jam" }, at("locked"), ""],
	[
		"freed before it jammed, it goes on",
		motor,
		at("unlocking", true),
		{ type: "clear-jam" },
		at("unlocking"),
		"",
	],
	["a hold without an open bolt", strike, at("locked"), held, at("locked"), ""],
	["an end of travel without travel", motor, at("unlocked"), travelled, at("unlocked"), ""],
] satisfies [string, typeof strike, Bolt, BoltInput, Bolt, string][])(
	"%s",
	(_, machine, bolt, input, expected, armed) => {
		const { state, effects } = machine(bolt, input);
		expect(state).toEqual(expected);
		const told = effects.map((effect) =>
			effect.type === "arm" ? `arm ${effect.timer} ${effect.ms}` : `disarm ${effect.timer}`,
		);
		expect(told.join()).toBe(armed);
	},
);
