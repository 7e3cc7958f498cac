import {
	type Arm,
	type BackoffSteps,
	backoffStepMs,
	type Disarm,
	type Machine,
	step as plainStep,
	type Step,
	type TimerFired,
} from "@gw-sim/core";
import type { Restarting } from "./scene.js";

/** Failures in a row, and starts again that nobody asked for. */
interface Counts {
	readonly failures: number;
	readonly restarts: number;
}

/** What the supervisor knows of one process. */
export type ProcessState = Counts &
	(
		| { readonly status: "waiting" | "starting" | "running" | "stopped" | "failed" }
		| { readonly status: "backoff"; readonly delayMs: number }
		| { readonly status: "stopping"; readonly next: "stopped" | "waiting"; readonly asked: number }
	);

export type ProcessInput =
	| { readonly type: "start" | "stop" | "restart" }
	/** Those that it waits for are on line. */
	| { readonly type: "ready" }
	/** It said something for the first time. */
	| { readonly type: "up" }
	/** It is gone; the code is null where a signal ended it, or where there never was a process. */
	| { readonly type: "exited"; readonly code: number | null }
	| TimerFired<ProcessTimer>;

/** `again`: the next start; `settled`: it has run long enough; `insist`: it should be gone by now. */
type ProcessTimer = "again" | "settled" | "insist";

export type ProcessEffect =
	/** Look whether those that it waits for are on line. */
	| { readonly type: "look" }
	| { readonly type: "launch" }
	/** Ask it to stop, the first time kindly, at last by force. */
	| { readonly type: "end"; readonly how: "ask" | "terminate" | "kill" }
	| Arm<ProcessTimer>
	| Disarm<ProcessTimer>;

export interface ProcessRules extends Restarting {
	readonly backoff: BackoffSteps;
	/** How long it may take to stop before more force is used. */
	readonly graceMs: number;
}

/** A run of so long ends a row of failures. */
export const settledMs = 30_000;

/** What a process exits with that was started wrongly, and would be again. */
const badUsage = 2;

/** A process before its first start. */
export const notStarted: ProcessState = { status: "stopped", failures: 0, restarts: 0 };

/** Supervises one process: when it starts, stops, and starts again. */
export function processMachine(
	rules: ProcessRules,
): Machine<ProcessState, ProcessInput, ProcessEffect> {
	return (state, input) => {
		switch (input.type) {
			case "start":
			case "restart":
				return start(state, input.type === "restart");
			case "stop":
				return stop(state);
			case "ready":
				return state.status === "waiting"
					? step(to(state, "starting"), { type: "launch" })
					: step(state);
			case "up":
				return state.status === "starting"
					? step(to(state, "running"), { type: "arm", timer: "settled", ms: settledMs })
					: step(state);
			case "exited":
				return exited(state, input.code);
			case "timer":
				return timer(state, input.timer);
		}
	};

	function start(state: ProcessState, anew: boolean): Step<ProcessState, ProcessEffect> {
		switch (state.status) {
			case "starting":
			case "running":
				return anew ? end(state, "waiting") : step(state);
			case "stopping":
				return step({ ...state, next: "waiting" });
			default:
				return step(
					{ status: "waiting", failures: 0, restarts: state.restarts },
					{ type: "disarm", timer: "again" },
					{ type: "look" },
				);
		}
	}

	function stop(state: ProcessState): Step<ProcessState, ProcessEffect> {
		switch (state.status) {
			case "starting":
			case "running":
				return end(state, "stopped");
			case "stopping":
				return step({ ...state, next: "stopped" });
			case "failed":
				return step(state);
			default:
				return step(to(state, "stopped"), { type: "disarm", timer: "again" });
		}
	}

	function end(counts: Counts, next: "stopped" | "waiting"): Step<ProcessState, ProcessEffect> {
		return step(
			{ ...only(counts), status: "stopping", next, asked: 1 },
			{ type: "disarm", timer: "settled" },
			{ type: "end", how: "ask" },
			{ type: "arm", timer: "insist", ms: rules.graceMs },
		);
	}

	function exited(state: ProcessState, code: number | null): Step<ProcessState, ProcessEffect> {
		if (state.status === "stopping") {
			const disarm: ProcessEffect = { type: "disarm", timer: "insist" };
			return state.next === "stopped"
				? step(to(state, "stopped"), disarm)
				: step({ ...to(state, "waiting"), failures: 0 }, disarm, {
						type: "look",
					});
		}
		if (state.status !== "starting" && state.status !== "running") return step(state);
		const disarm: ProcessEffect = { type: "disarm", timer: "settled" };
		if (code === 0 && rules.restart !== "always") return step(to(state, "stopped"), disarm);
		const isHopeless = code === badUsage || rules.restart === "never";
		if (isHopeless || state.failures >= rules.retries) return step(to(state, "failed"), disarm);
		const delayMs = backoffStepMs(rules.backoff, state.failures);
		return step(
			{ status: "backoff", failures: state.failures + 1, restarts: state.restarts, delayMs },
			disarm,
			{ type: "arm", timer: "again", ms: delayMs },
		);
	}

	function timer(state: ProcessState, name: ProcessTimer): Step<ProcessState, ProcessEffect> {
		if (name === "again" && state.status === "backoff")
			return step({ ...to(state, "waiting"), restarts: state.restarts + 1 }, { type: "look" });
		if (name === "settled" && state.status === "running") return step({ ...state, failures: 0 });
		if (name !== "insist" || state.status !== "stopping") return step(state);
		return step(
			{ ...state, asked: state.asked + 1 },
			{ type: "end", how: state.asked === 1 ? "terminate" : "kill" },
			{ type: "arm", timer: "insist", ms: rules.graceMs },
		);
	}
}

function step(
	state: ProcessState,
	...effects: readonly ProcessEffect[]
): Step<ProcessState, ProcessEffect> {
	return plainStep(state, ...effects);
}

type PlainStatus = "waiting" | "starting" | "running" | "stopped" | "failed";

function to(counts: Counts, status: PlainStatus): ProcessState & { readonly status: PlainStatus } {
	return { ...only(counts), status };
}

function only({ failures, restarts }: Counts): Counts {
	return { failures, restarts };
}
