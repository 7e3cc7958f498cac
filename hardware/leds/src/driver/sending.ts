import { type Arm, type Disarm, type Step, step } from "@gw-sim/core";
import type {
	Gate,
	LedCounts,
	LedEffect,
	LedMachineSettings,
	LedState,
	LedTimer,
	Phase,
} from "./state.js";

type LedStep = Step<LedState, LedEffect>;
type Lit = Extract<Phase, { readonly name: "lit" }>;
type Darkening = Extract<Phase, { readonly name: "darkening" }>;

/** Nothing keeps a frame back. */
export const openGate: Gate = { writing: false, pacing: false, inFlight: 0 };

/** The current frame is sent again after this, since boards go dark or back to their own effects. */
const resendMs = 1000;
/** Beyond the wire time of a frame, what a port may take to accept it before it counts as lost. */
const stallMs = 5000;
const mostBlackFrames = 3;
/** What black frames may take in all, and what the end of the port may take. */
const [blackBudgetMs, longestDarkMs] = [3000, 4000];
const statsMs = 1000;

/** Whether frames are on their way. */
export function isSending({ phase }: LedState): boolean {
	return phase.name === "lit" || phase.name === "darkening";
}

/** Asks for a timer. */
export function arm(timer: LedTimer, ms: number): Arm<LedTimer> {
	return { type: "arm", timer, ms };
}

/** Takes timers back. */
export function disarm(...timers: readonly LedTimer[]): readonly Disarm<LedTimer>[] {
	return timers.map((timer) => ({ type: "disarm", timer }));
}

/** `state` with some counts raised. */
export function counted(state: LedState, more: Partial<LedCounts>): LedState {
	const { shown, skipped, acknowledged, unacknowledged } = state.counts;
	return {
		...state,
		counts: {
			shown: shown + (more.shown ?? 0),
			skipped: skipped + (more.skipped ?? 0),
			acknowledged: acknowledged + (more.acknowledged ?? 0),
			unacknowledged: unacknowledged + (more.unacknowledged ?? 0),
		},
	};
}

/**
 * The board is ready: frames go out, the latest one first. Without any the strip is dark: what goes
 * out each second also finds out that the port is gone, which reading does not always.
 */
export function light(
	settings: LedMachineSettings,
	state: LedState,
	{ tail, hello, acks }: { readonly tail: string; readonly hello: boolean; readonly acks: boolean },
): LedStep {
	const due = state.due === "no" ? "again" : state.due;
	return pump(
		settings,
		{
			...state,
			frame: state.frame ?? settings.black,
			due,
			cause: null,
			phase: { name: "lit", tail, acks, gate: openGate },
		},
		...disarm("hello"),
		arm("stats", statsMs),
		{ type: "tell", event: { type: "ready", hello, acks } },
	);
}

/** The last frames go out, all dark, so that one that gets lost leaves no light behind. */
export function darken(
	settings: LedMachineSettings,
	state: LedState,
	{ tail, acks, gate }: Pick<Lit, "tail" | "acks" | "gate">,
): LedStep {
	const frameMs = Math.max(settings.paceMs, settings.ackMs);
	const left = Math.min(mostBlackFrames, Math.max(1, Math.floor(blackBudgetMs / settings.paceMs)));
	return pump(
		settings,
		{ ...state, due: "no", phase: { name: "darkening", tail, acks, gate, left } },
		...disarm("hello", "resend", "stats"),
		arm("dark", Math.min(longestDarkMs, (left + 2) * frameMs)),
	);
}

/** Sends what is due where nothing keeps it back; `before` runs first. */
export function pump(
	settings: LedMachineSettings,
	state: LedState,
	...before: readonly LedEffect[]
): LedStep {
	const { phase } = state;
	if (phase.name === "lit") {
		if (state.frame === null || state.due === "no" || !isOpen(phase, settings.inFlight))
			return step(state, ...before);
		return send(settings, { ...state, due: "no" }, phase, state.frame, [
			...before,
			arm("resend", resendMs),
		]);
	}
	if (phase.name !== "darkening" || !isOpen(phase, 1)) return step(state, ...before);
	if (phase.left === 0)
		return step({ ...state, phase: { name: "closing" } }, ...before, { type: "close" });
	return send(settings, state, { ...phase, left: phase.left - 1 }, settings.black, before);
}

function isOpen({ acks, gate }: Lit | Darkening, window: number): boolean {
	return !gate.writing && !gate.pacing && (!acks || gate.inFlight < window);
}

function send(
	{ wireMs, paceMs, ackMs }: LedMachineSettings,
	state: LedState,
	phase: Lit | Darkening,
	frame: Uint8Array,
	before: readonly LedEffect[],
): LedStep {
	const { acks, gate } = phase;
	const inFlight = acks ? gate.inFlight + 1 : 0;
	const waits = acks ? (inFlight === 1 ? [arm("ack", ackMs)] : []) : [arm("pace", paceMs)];
	return step(
		counted(
			{ ...state, phase: { ...phase, gate: { writing: true, pacing: !acks, inFlight } } },
			{ shown: 1 },
		),
		...before,
		{ type: "send", frame },
		...waits,
		arm("stall", wireMs + stallMs),
	);
}

/** The operating system took the frame. */
export function written(settings: LedMachineSettings, state: LedState): LedStep {
	return withGate(settings, state, { writing: false }, ...disarm("stall"));
}

/** The wire has had its time. */
export function paced(settings: LedMachineSettings, state: LedState): LedStep {
	return withGate(settings, state, { pacing: false });
}

/** The board showed a frame; one that nobody waits for any more counts for nothing. */
export function acknowledged(settings: LedMachineSettings, state: LedState): LedStep {
	const { phase } = state;
	if ((phase.name !== "lit" && phase.name !== "darkening") || phase.gate.inFlight === 0)
		return step(state);
	const inFlight = phase.gate.inFlight - 1;
	const waits = inFlight === 0 ? disarm("ack") : [arm("ack", settings.ackMs)];
	return withGate(settings, counted(state, { acknowledged: 1 }), { inFlight }, ...waits);
}

/** The board kept silent: what was sent is given up, and the next frame goes out. */
export function unacknowledged(settings: LedMachineSettings, state: LedState): LedStep {
	const { phase } = state;
	if (phase.name !== "lit" && phase.name !== "darkening") return step(state);
	const { inFlight } = phase.gate;
	return withGate(settings, counted(state, { unacknowledged: inFlight }), { inFlight: 0 });
}

/** The board says late that it acknowledges. */
export function acksLate(settings: LedMachineSettings, state: LedState): LedStep {
	const { phase } = state;
	if (phase.name !== "lit" || phase.acks) return step(state);
	return pump(
		settings,
		{ ...state, phase: { ...phase, acks: true, gate: { ...phase.gate, pacing: false } } },
		...disarm("pace"),
		{ type: "tell", event: { type: "ready", hello: true, acks: true } },
	);
}

/** A second went by without a new frame. */
export function resend(settings: LedMachineSettings, state: LedState): LedStep {
	return state.phase.name === "lit" && state.frame !== null && state.due === "no"
		? pump(settings, { ...state, due: "again" })
		: step(state);
}

/** A second is over: tells what was shown in it. */
export function tellStats(state: LedState): LedStep {
	const { phase, counts, toldShown } = state;
	if (phase.name !== "lit") return step(state);
	return step<LedState, LedEffect>(
		{ ...state, toldShown: counts.shown },
		{ type: "tell", event: { type: "stats", stats: { ...counts, fps: counts.shown - toldShown } } },
		arm("stats", statsMs),
	);
}

function withGate(
	settings: LedMachineSettings,
	state: LedState,
	change: Partial<Gate>,
	...before: readonly LedEffect[]
): LedStep {
	const { phase } = state;
	if (phase.name !== "lit" && phase.name !== "darkening") return step(state);
	const gate = { ...phase.gate, ...change };
	return pump(settings, { ...state, phase: { ...phase, gate } }, ...before);
}
