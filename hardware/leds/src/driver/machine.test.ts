import { EnvironmentError } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dialectOf } from "./hearing.js";
import { ledMachine } from "./machine.js";
import type { LedEffect, LedInput, LedMachineSettings, LedState, LedTimer } from "./state.js";
import { ledStart, linkOf } from "./state.js";

const settings: LedMachineSettings = {
	dialect: dialectOf("adalight"),
	baudByte: null,
	wireMs: 10,
	paceMs: 15,
	ackMs: 110,
	inFlight: 2,
	black: new Uint8Array(3),
};

const show = (level: number): LedInput => ({ type: "show", frame: Uint8Array.of(level, 0, 0) });
const timer = (name: LedTimer): LedInput => ({ type: "timer", timer: name });
const said = (text: string): LedInput => ({
	type: "received",
	bytes: Uint8Array.from(text, (character) => character.charCodeAt(0)),
});
const start: LedInput = { type: "start" };
const opened: LedInput = { type: "opened" };
const written: LedInput = { type: "written" };
const stop: LedInput = { type: "stop" };
const closed: LedInput = { type: "closed" };
const failed: LedInput = {
	type: "failed",
	error: new EnvironmentError("gone", { code: "port-lost" }),
};

/** Plays inputs and gives the last state, with what the last input made it do. */
function play(
	inputs: readonly LedInput[],
	over: Partial<LedMachineSettings> = {},
): { readonly state: LedState; readonly done: readonly string[] } {
	const machine = ledMachine({ ...settings, ...over });
	let state: LedState = ledStart;
	let done: readonly string[] = [];
	for (const input of inputs) {
		const next = machine(state, input);
		state = next.state;
		done = next.effects.map(briefly);
	}
	return { state, done };
}

function briefly(effect: LedEffect): string {
	switch (effect.type) {
		case "arm":
			return `arm ${effect.timer} ${effect.ms}`;
		case "disarm":
			return `disarm ${effect.timer}`;
		case "send":
			return `send ${effect.frame[0]}`;
		case "say":
			return `say ${Buffer.from(effect.bytes).toString("hex")}`;
		case "tell":
			return `tell ${effect.event.type}`;
		default:
			return effect.type;
	}
}

/** The first frame is dark, and out. */
const lit = [start, opened, said("Ada\n"), timer("hello"), written, timer("pace")];
const acking = [start, opened, said("Ada\nACK\n"), written, said("\x06")];

test.each<[string, LedInput[], string, string[]]>([
	["a start opens the port", [start], "connecting", ["open"]],
	["a second start means nothing", [start, start], "connecting", []],
	["an open port waits for the board", [start, opened], "joining", ["arm hello 2000"]],
	["a hello shortens that", [start, opened, said("Ada\n")], "joining", ["arm hello 50"]],
	["a second hello does not", [start, opened, said("Ada\n"), said("Ada\n")], "joining", []],
	[
		"an announcement ends it",
		[start, opened, said("ACK\n")],
		"online",
		[
			"disarm hello",
			"arm stats 1000",
			"tell ready",
			"arm resend 1000",
			"send 0",
			"arm ack 110",
			"arm stall 5010",
		],
	],
	[
		"a frame goes out",
		[...lit, show(1)],
		"online",
		["arm resend 1000", "send 1", "arm pace 15", "arm stall 5010"],
	],
	["the next one waits for the wire", [...lit, show(1), written, show(2)], "online", []],
	["and for the port", [...lit, show(1), timer("pace"), show(2)], "online", []],
	[
		"and goes when both are free",
		[...lit, show(1), timer("pace"), show(2), written],
		"online",
		["disarm stall", "arm resend 1000", "send 2", "arm pace 15", "arm stall 5010"],
	],
	[
		"a board that acknowledges gets one more",
		[...acking, show(1), written, show(2)],
		"online",
		["arm resend 1000", "send 2", "arm stall 5010"],
	],
	["and no third", [...acking, show(1), written, show(2), written, show(3)], "online", []],
	[
		"before it acknowledges",
		[...acking, show(1), written, show(2), written, show(3), said("\x06")],
		"online",
		["arm ack 110", "arm resend 1000", "send 3", "arm stall 5010"],
	],
	[
		"or stays silent",
		[...acking, show(1), written, show(2), written, show(3), timer("ack")],
		"online",
		["arm resend 1000", "send 3", "arm ack 110", "arm stall 5010"],
	],
	["an acknowledgement too many means nothing", [...acking, said("\x06")], "online", []],
	["a board's late hello means nothing", [...lit, said("Ada\n")], "online", []],
	[
		"a late announcement counts",
		[...lit, show(1), written, show(2), said("ACK\n")],
		"online",
		["disarm pace", "tell ready", "arm resend 1000", "send 2", "arm ack 110", "arm stall 5010"],
	],
	[
		"the last frame goes out again",
		[...lit, show(1), written, timer("pace"), timer("resend")],
		"online",
		["arm resend 1000", "send 1", "arm pace 15", "arm stall 5010"],
	],
	[
		"and the dark one, where there was none",
		[...lit, timer("resend")],
		"online",
		["arm resend 1000", "send 0", "arm pace 15", "arm stall 5010"],
	],
	[
		"a port that fails is tried again",
		[start, failed],
		"backoff",
		expect.arrayContaining(["tell problem", "arm reopen 1000"]),
	],
	["after its time", [start, failed, timer("reopen")], "connecting", ["open"]],
	[
		"and longer after that",
		[start, failed, timer("reopen"), failed],
		"backoff",
		expect.arrayContaining(["arm reopen 2000"]),
	],
	[
		"a port that takes nothing is given up",
		[...lit, show(1), timer("stall")],
		"backoff",
		expect.arrayContaining(["abandon", "tell problem", "arm reopen 1000"]),
	],
	["a stop before the start ends it", [stop], "offline", expect.arrayContaining([])],
	["a start after a stop means nothing", [stop, start], "offline", []],
	["a frame after a stop means nothing", [...lit, stop, show(1)], "online", []],
	["a stop while it is opened waits for that", [start, stop], "connecting", []],
	["and closes it", [start, stop, opened], "online", ["close"]],
	["and ends there", [start, stop, opened, closed], "offline", expect.arrayContaining([])],
	["a stop sends a dark frame", [...lit, stop], "online", expect.arrayContaining(["send 0"])],
	[
		"and three in all",
		[...lit, stop, ...[1, 2, 3].flatMap(() => [written, timer("pace")])],
		"online",
		["close"],
	],
	[
		"one at a time, where the board acknowledges",
		[...acking, show(1), written, show(2), written, stop, said("\x06")],
		"online",
		["arm ack 110"],
	],
	[
		"a stalled port does not hold up the end",
		[...lit, stop, timer("dark")],
		"offline",
		expect.arrayContaining(["abandon"]),
	],
	["nor one that is gone", [...lit, stop, failed], "offline", expect.arrayContaining([])],
])("%s", (_, inputs, link, done) => {
	const after = play(inputs);
	expect(linkOf(after.state)).toBe(link);
	expect(after.done).toEqual(done);
});

test("a rate of its own is asked for once the board is there", () => {
	const over = { baudByte: 0xb6 };
	const greeted = [start, opened, said("Ada\n"), timer("hello")];
	expect(play(greeted, over).done).toEqual(["say b6", "arm hello 50"]);
	expect(play([...greeted, timer("hello")], over).done.slice(0, 5)).toEqual([
		"set-baud",
		"disarm hello",
		"arm stats 1000",
		"tell ready",
		"arm resend 1000",
	]);
});

test("a board that was lit and reset is made dark once it hears", () => {
	const reopened = [...lit, show(1), failed, timer("reopen"), opened];
	expect(play([...reopened, stop]).done).toEqual([]);
	expect(play([...reopened, stop, timer("hello")]).done).toContain("send 0");
});

test("frames that nobody saw are skipped, and the latest one wins", () => {
	const { state, done } = play([show(1), show(2), start, opened, said("ACK\n")]);
	expect(done).toContain("send 2");
	expect(state.counts).toMatchObject({ shown: 1, skipped: 1 });
});

const anyInput: fc.Arbitrary<LedInput> = fc.oneof(
	fc.nat(9).map(show),
	fc.constantFrom("Ada\n", "ACK\n", "\x06", "\xff", "Ada\nACK\n\x06\x06").map(said),
	fc
		.constantFrom<LedTimer>("hello", "pace", "ack", "stall", "resend", "reopen", "dark", "stats")
		.map(timer),
	fc.constantFrom(start, opened, written, written, failed, closed, stop),
);

test("whatever happens, nothing is sent into a closed or busy port, and an end is an end", () => {
	fc.assert(
		fc.property(
			fc.array(anyInput, { maxLength: 60 }),
			fc.constantFrom<1 | 2>(1, 2),
			(inputs, inFlight) => {
				const machine = ledMachine({ ...settings, inFlight });
				let state: LedState = ledStart;
				let [isOpen, isWriting, isOver] = [false, false, false];
				for (const input of inputs) {
					if (input.type === "opened" && state.phase.name === "opening") isOpen = true;
					if (input.type === "failed") [isOpen, isWriting] = [false, false];
					if (input.type === "written") isWriting = false;
					const next = machine(state, input);
					for (const { type } of next.effects) {
						if (type === "send") {
							expect(isOpen && !isWriting).toBe(true);
							isWriting = true;
						}
						if (type === "close" || type === "abandon") [isOpen, isWriting] = [false, false];
					}
					if (isOver) expect(next.state).toEqual(state);
					if (isOver) expect(next.effects.filter(({ type }) => type !== "disarm")).toEqual([]);
					state = next.state;
					const { phase } = state;
					if (phase.name === "lit") expect(phase.gate.inFlight).toBeLessThanOrEqual(inFlight);
					isOver ||= phase.name === "offline" && phase.isOver;
				}
			},
		),
		{ numRuns: 2000 },
	);
});
