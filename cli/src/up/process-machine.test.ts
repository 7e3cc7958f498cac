import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	notStarted,
	type ProcessEffect,
	type ProcessInput,
	type ProcessRules,
	type ProcessState,
	processMachine,
	settledMs,
} from "./process-machine.js";

const rules: ProcessRules = {
	restart: "on-failure",
	retries: 2,
	backoff: [1000, 2000, 5000],
	graceMs: 3000,
};
const counts = { failures: 0, restarts: 0 };
const waiting: ProcessState = { ...counts, status: "waiting" };
const starting: ProcessState = { ...counts, status: "starting" };
const running: ProcessState = { ...counts, status: "running" };
const stopped: ProcessState = { ...counts, status: "stopped" };
const failed: ProcessState = { ...counts, status: "failed" };
const backoff: ProcessState = { failures: 1, restarts: 0, status: "backoff", delayMs: 1000 };
const stopping: ProcessState = { ...counts, status: "stopping", next: "stopped", asked: 1 };
const restarting: ProcessState = { ...stopping, next: "waiting" };

const exited = (code: number | null): ProcessInput => ({ type: "exited", code });
const fired = (timer: "again" | "settled" | "insist"): ProcessInput => ({ type: "timer", timer });
const disarm = (timer: "again" | "settled" | "insist"): ProcessEffect => ({
	type: "disarm",
	timer,
});
const look: ProcessEffect = { type: "look" };
const insist: ProcessEffect = { type: "arm", timer: "insist", ms: 3000 };
const end = (how: "ask" | "terminate" | "kill"): ProcessEffect => ({ type: "end", how });

type Row = readonly [
	what: string,
	state: ProcessState,
	input: ProcessInput,
	next: ProcessState,
	effects: readonly ProcessEffect[],
	rules?: Partial<ProcessRules>,
];

const table: readonly Row[] = [
	["a first start", notStarted, { type: "start" }, waiting, [disarm("again"), look]],
	["nobody to wait for", waiting, { type: "ready" }, starting, [{ type: "launch" }]],
	["ready comes late", running, { type: "ready" }, running, []],
	[
		"the first sign",
		starting,
		{ type: "up" },
		running,
		[{ type: "arm", timer: "settled", ms: settledMs }],
	],
	["another sign", running, { type: "up" }, running, []],
	[
		"a crash",
		running,
		exited(1),
		backoff,
		[disarm("settled"), { type: "arm", timer: "again", ms: 1000 }],
	],
	[
		"a crash before the first sign",
		starting,
		exited(null),
		backoff,
		[disarm("settled"), { type: "arm", timer: "again", ms: 1000 }],
	],
	[
		"a second crash in a row",
		{ ...running, failures: 1, restarts: 1 },
		exited(1),
		{ status: "backoff", failures: 2, restarts: 1, delayMs: 2000 },
		[disarm("settled"), { type: "arm", timer: "again", ms: 2000 }],
	],
	[
		"one crash too many",
		{ ...running, failures: 2, restarts: 2 },
		exited(1),
		{ ...failed, failures: 2, restarts: 2 },
		[disarm("settled")],
	],
	["no retries", running, exited(1), failed, [disarm("settled")], { retries: 0 }],
	["a wrong start is hopeless", starting, exited(2), failed, [disarm("settled")]],
	[
		"also where it is always started again",
		starting,
		exited(2),
		failed,
		[disarm("settled")],
		{ restart: "always" },
	],
	["an end in peace", running, exited(0), stopped, [disarm("settled")]],
	[
		"an end in peace that is not wanted",
		running,
		exited(0),
		backoff,
		[disarm("settled"), { type: "arm", timer: "again", ms: 1000 }],
		{ restart: "always" },
	],
	["never again", running, exited(1), failed, [disarm("settled")], { restart: "never" }],
	["never again, in peace", running, exited(0), stopped, [disarm("settled")], { restart: "never" }],
	["the time has come", backoff, fired("again"), { ...waiting, failures: 1, restarts: 1 }, [look]],
	["a start before the time", backoff, { type: "start" }, waiting, [disarm("again"), look]],
	["a restart before the time", backoff, { type: "restart" }, waiting, [disarm("again"), look]],
	[
		"a stop before the time",
		backoff,
		{ type: "stop" },
		{ ...stopped, failures: 1 },
		[disarm("again")],
	],
	["it has run long enough", { ...running, failures: 2 }, fired("settled"), running, []],
	["a stop", running, { type: "stop" }, stopping, [disarm("settled"), end("ask"), insist]],
	[
		"a stop at the start",
		starting,
		{ type: "stop" },
		stopping,
		[disarm("settled"), end("ask"), insist],
	],
	["a stop while it waits", waiting, { type: "stop" }, stopped, [disarm("again")]],
	["a stop of what stands", stopped, { type: "stop" }, stopped, [disarm("again")]],
	["a stop of what has failed", failed, { type: "stop" }, failed, []],
	["a restart", running, { type: "restart" }, restarting, [disarm("settled"), end("ask"), insist]],
	["a start of what runs", running, { type: "start" }, running, []],
	["a start of what has failed", failed, { type: "start" }, waiting, [disarm("again"), look]],
	["it stops", stopping, exited(0), stopped, [disarm("insist")]],
	["it stops by force", stopping, exited(null), stopped, [disarm("insist")]],
	["it stops and comes again", restarting, exited(1), waiting, [disarm("insist"), look]],
	["a start while it stops", stopping, { type: "start" }, restarting, []],
	["a stop while it is to come again", restarting, { type: "stop" }, stopping, []],
	[
		"it does not listen",
		stopping,
		fired("insist"),
		{ ...stopping, asked: 2 } as ProcessState,
		[end("terminate"), insist],
	],
	[
		"it still does not listen",
		{ ...stopping, asked: 2 } as ProcessState,
		fired("insist"),
		{ ...stopping, asked: 3 } as ProcessState,
		[end("kill"), insist],
	],
	["a timer of another state", running, fired("again"), running, []],
	["an end that was told already", stopped, exited(1), stopped, []],
];

for (const [what, state, input, next, effects, changed = {}] of table)
	test(what, () => {
		expect(processMachine({ ...rules, ...changed })(state, input)).toEqual({
			state: next,
			effects,
		});
	});

describe("whatever comes", () => {
	const input: fc.Arbitrary<ProcessInput> = fc.oneof(
		fc
			.constantFrom("start", "stop", "restart", "ready", "up")
			.map((type) => ({ type }) as ProcessInput),
		fc.constantFrom(0, 1, 2, null).map(exited),
		fc.constantFrom("again", "settled", "insist").map((timer) => fired(timer as "again")),
	);

	test("one process at a time is launched, and none is ended that is not there", () => {
		fc.assert(
			fc.property(fc.array(input, { maxLength: 60 }), fc.nat(3), (inputs, retries) => {
				const machine = processMachine({ ...rules, retries });
				let state = notStarted;
				let isThere = false;
				for (const each of inputs) {
					if (each.type === "exited") isThere = false;
					const { state: next, effects } = machine(state, each);
					for (const { type } of effects) {
						if (type === "launch") {
							expect(isThere).toBe(false);
							isThere = true;
						}
						if (type === "end") expect(isThere || state.status === "stopping").toBe(true);
					}
					state = next;
					expect(state.failures).toBeLessThanOrEqual(retries);
				}
			}),
		);
	});
});
