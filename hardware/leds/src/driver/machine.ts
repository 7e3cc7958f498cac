import {
	backoffStepMs,
	deviceBackoffSpread,
	deviceBackoffSteps,
	EnvironmentError,
	type GwError,
	type Machine,
	type Step,
	step,
} from "@gw-sim/core";
import { hear, type Signal } from "./hearing.js";
import {
	acknowledged,
	acksLate,
	arm,
	counted,
	darken,
	disarm,
	isSending,
	light,
	openGate,
	paced,
	pump,
	resend,
	tellStats,
	unacknowledged,
	written,
} from "./sending.js";
import type {
	LedEffect,
	LedInput,
	LedMachineSettings,
	LedState,
	LedTimer,
	Phase,
} from "./state.js";

type LedStep = Step<LedState, LedEffect>;
type Greeting = Extract<Phase, { readonly name: "greeting" }>;

/** Most boards are reset when their port is opened, and take frames once they have started. */
const helloMs = 2000;
/** What a board may take to say, after its hello, that it acknowledges frames. */
const announcementMs = 50;
/** What a board may take to answer and to change its rate. */
const baudMs = 50;

const timers: readonly LedTimer[] = ["hello", "pace", "ack", "stall", "resend", "dark", "stats"];

/** Everything that happens between frames and a serial port, decided. */
export function ledMachine(settings: LedMachineSettings): Machine<LedState, LedInput, LedEffect> {
	return (state, input) => {
		switch (input.type) {
			case "start":
				return state.phase.name === "offline" && !state.phase.isOver ? open(state, 0) : step(state);
			case "show":
				return show(settings, state, input.frame);
			case "stop":
				return stop(settings, state);
			case "opened":
				return opened(settings, state);
			case "failed":
				return failed(state, input.error);
			case "received":
				return received(settings, state, input.bytes);
			case "written":
				return written(settings, state);
			case "closed":
				return state.phase.name === "closing" ? over(state) : step(state);
			case "timer":
				return fired(settings, state, input.timer);
		}
	};
}

function fired(settings: LedMachineSettings, state: LedState, timer: LedTimer): LedStep {
	switch (timer) {
		case "hello":
			return state.phase.name === "greeting" ? greeted(settings, state, state.phase) : step(state);
		case "pace":
			return paced(settings, state);
		case "ack":
			return unacknowledged(settings, state);
		case "resend":
			return resend(settings, state);
		case "stats":
			return tellStats(state);
		case "reopen":
			return state.phase.name === "backoff" ? open(state, state.phase.failures) : step(state);
		case "stall":
			return isSending(state) ? stalled(state) : step(state);
		case "dark":
			return state.phase.name === "darkening" ? abandoned(over(state)) : step(state);
	}
}

function open(state: LedState, failures: number): LedStep {
	return step({ ...state, phase: { name: "opening", failures, isLast: false } }, { type: "open" });
}

/** A frame that nobody saw gives way to the next one: old light is worse than a lost frame. */
function show(settings: LedMachineSettings, state: LedState, frame: Uint8Array): LedStep {
	const { name } = state.phase;
	if (name === "darkening" || name === "closing" || (name === "offline" && state.phase.isOver))
		return step(state);
	const before = state.due === "new" ? counted(state, { skipped: 1 }) : state;
	return pump(settings, { ...before, frame, due: "new" });
}

function stop(settings: LedMachineSettings, state: LedState): LedStep {
	const { phase } = state;
	switch (phase.name) {
		case "offline":
		case "backoff":
			return over(state);
		case "opening":
			return step({ ...state, phase: { ...phase, isLast: true } });
		case "greeting":
			// A board that was reset keeps the light that it had; it goes dark when it hears again.
			return state.counts.shown > 0
				? step({ ...state, phase: { ...phase, isLast: true } })
				: darken(settings, state, { tail: phase.tail, acks: false, gate: openGate });
		case "lit":
			return darken(settings, state, phase);
		case "darkening":
		case "closing":
			return step(state);
	}
}

function opened({ dialect }: LedMachineSettings, state: LedState): LedStep {
	const { phase } = state;
	if (phase.name !== "opening") return step(state);
	if (phase.isLast && state.counts.shown === 0)
		return step({ ...state, phase: { name: "closing" } }, { type: "close" });
	const greeting: Greeting = {
		...phase,
		name: "greeting",
		tail: "",
		hello: false,
		step: "hello",
	};
	const said: readonly LedEffect[] =
		dialect.greeting === null ? [] : [{ type: "say", bytes: dialect.greeting }];
	return step({ ...state, phase: greeting }, ...said, arm("hello", helloMs));
}

function received(settings: LedMachineSettings, state: LedState, bytes: Uint8Array): LedStep {
	const { phase } = state;
	if (phase.name !== "greeting" && phase.name !== "lit" && phase.name !== "darkening")
		return step(state);
	const { tail, signals } = hear(settings.dialect, phase.tail, bytes);
	let current: LedState = { ...state, phase: { ...phase, tail } };
	const effects: LedEffect[] = [];
	for (const signal of signals) {
		const next = understood(settings, current, signal);
		current = next.state;
		effects.push(...next.effects);
	}
	return step(current, ...effects);
}

function understood(settings: LedMachineSettings, state: LedState, signal: Signal): LedStep {
	const { phase } = state;
	if (phase.name !== "greeting")
		switch (signal) {
			case "hello":
				return step(state);
			case "announces-ack":
				return acksLate(settings, state);
			case "ack":
				return acknowledged(settings, state);
		}
	if (signal === "ack" || phase.step === "baud") return step(state);
	if (signal === "announces-ack") return greeted(settings, state, phase, true);
	return phase.hello
		? step(state)
		: step({ ...state, phase: { ...phase, hello: true } }, arm("hello", announcementMs));
}

/** The board spoke, or had its time to. */
function greeted(
	settings: LedMachineSettings,
	state: LedState,
	phase: Greeting,
	acks = false,
): LedStep {
	const { baudByte } = settings;
	if (phase.step === "hello" && baudByte !== null)
		return step<LedState, LedEffect>(
			{ ...state, phase: { ...phase, step: "baud" } },
			{ type: "say", bytes: Uint8Array.of(baudByte) },
			arm("hello", baudMs),
		);
	const { tail, hello, isLast } = phase;
	const lit = isLast
		? darken(settings, state, { tail, acks, gate: openGate })
		: light(settings, state, { tail, hello: hello || acks, acks });
	return phase.step === "baud" ? step(lit.state, { type: "set-baud" }, ...lit.effects) : lit;
}

function failed(state: LedState, { code, message }: GwError): LedStep {
	const { phase } = state;
	switch (phase.name) {
		case "opening":
		case "greeting":
			return phase.isLast ? over(state) : backOff(state, phase.failures, { code, message });
		case "lit":
			return backOff(state, 0, { code, message });
		case "darkening":
		case "closing":
			return over(state);
		case "offline":
		case "backoff":
			return step(state);
	}
}

function backOff(
	state: LedState,
	failures: number,
	{ code, message }: { readonly code: string; readonly message: string },
): LedStep {
	const told: readonly LedEffect[] =
		state.cause === message ? [] : [{ type: "tell", event: { type: "problem", code, message } }];
	return step(
		{ ...state, cause: message, phase: { name: "backoff", failures: failures + 1 } },
		...disarm(...timers),
		...told,
		{
			type: "arm",
			timer: "reopen",
			ms: backoffStepMs(deviceBackoffSteps, failures),
			spread: deviceBackoffSpread,
		},
	);
}

function stalled(state: LedState): LedStep {
	const error = new EnvironmentError(
		"the port takes no data: unplug the board and plug it in again",
		{
			code: "port-stalled",
		},
	);
	return abandoned(failed(state, error));
}

function abandoned({ state, effects }: LedStep): LedStep {
	return step(state, { type: "abandon" }, ...effects);
}

function over(state: LedState): LedStep {
	return step(
		{ ...state, phase: { name: "offline", isOver: true } },
		...disarm(...timers, "reopen"),
	);
}
