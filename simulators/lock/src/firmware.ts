import type { LockState } from "@gw-sim/client/lock";
import { type JsonObject, type Machine, type Step, step } from "@gw-sim/core";
import { storedMode } from "@gw-sim/protocols/lock";
import { type Bolt, type BoltEffect, type BoltInput, type BoltRules, boltMachine } from "./bolt.js";
import type {
	Feedback,
	LockFirmwareEffect,
	LockFirmwareInput,
	LockFirmwareState,
	LockFirmwareTimer,
	TagOutcome,
	Verdict,
} from "./firmware-state.js";

type FirmwareStep = Step<LockFirmwareState, LockFirmwareEffect>;
type BoltMachine = Machine<Bolt, BoltInput, BoltEffect>;

/** A PN532 in a polling loop takes 50 to 550 ms from a tag's presentation to its event. */
const shortestReadMs = 50;
const readSpread = 10;

const feedbackMs = 1000;

/**
 * The lock's firmware without its link: mode, bolt, tag reader and light. The bolt opens on the hub's
 * word alone; losing the link neither opens it nor keeps it from locking, and ends a pairing.
 */
export function lockFirmware(
	rules: BoltRules,
): Machine<LockFirmwareState, LockFirmwareInput, LockFirmwareEffect> {
	const bolt = boltMachine(rules);

	return (state, input) => {
		switch (input.type) {
			case "link":
				return step({ ...state, link: input.link, pairing: null });
			case "joined":
				return step({ ...state, ...known(input.hub), link: "online", pairing: null });
			case "pair":
				return pair(state, input.params);
			case "present-tag":
				return present(state, input.uid);
			case "remove-tag":
				return step({ ...state, tag: null }, { type: "disarm", timer: "read" });
			case "pair-answered":
				return pairAnswered(state, input);
			case "reset-answered":
				return resetAnswered(state, input);
			case "access-answered":
				return accessAnswered(bolt, state, input.uid, input.verdict);
			case "jam":
			case "clear-jam":
				return move(bolt, state, input);
			case "timer":
				return timer(bolt, state, input.timer);
		}
	};
}

function timer(bolt: BoltMachine, state: LockFirmwareState, name: LockFirmwareTimer): FirmwareStep {
	switch (name) {
		case "read":
			return state.tag === null || state.tag.wasRead ? step(state) : read(state, state.tag.uid);
		case "feedback":
			return step({ ...state, feedback: "none" });
		case "hold":
		case "travel":
			return move(bolt, state, { type: "timer", timer: name });
	}
}

function move(
	bolt: BoltMachine,
	state: LockFirmwareState,
	input: BoltInput,
	...after: readonly LockFirmwareEffect[]
): FirmwareStep {
	const moved = bolt(state.bolt, input);
	return step<LockFirmwareState, LockFirmwareEffect>(
		{ ...state, bolt: moved.state },
		...moved.effects,
		...after,
	);
}

function accessAnswered(
	bolt: BoltMachine,
	state: LockFirmwareState,
	uid: string,
	verdict: Verdict,
): FirmwareStep {
	if (!verdict.granted)
		return denied(state, uid, verdict.reason, { type: "report", payload: { access: false } });
	const { user } = verdict;
	const payload = { access: true, user: user === null ? null : { ...user } };
	return move(bolt, { ...state, feedback: "ok" }, { type: "unlock" }, ...told("granted", uid), {
		type: "report",
		payload,
	});
}

/** The last one wins: the hub knows no queue of pairs either. */
function pair(state: LockFirmwareState, params: JsonObject): FirmwareStep {
	if (state.link !== "online") return step(state);
	const id = state.pairings + 1;
	return step({ ...state, pairings: id, pairing: { id, params, phase: "waiting" } });
}

function present(state: LockFirmwareState, uid: string): FirmwareStep {
	if (state.tag?.uid === uid) return step(state);
	return step<LockFirmwareState, LockFirmwareEffect>(
		{ ...state, tag: { uid, wasRead: false } },
		{ type: "arm", timer: "read", ms: shortestReadMs, spread: readSpread },
	);
}

function read(before: LockFirmwareState, uid: string): FirmwareStep {
	const state: LockFirmwareState = { ...before, tag: { uid, wasRead: true } };
	const { pairing, link, mode } = state;
	if (pairing !== null) {
		if (pairing.phase !== "waiting") return denied(state, uid, "busy");
		return step<LockFirmwareState, LockFirmwareEffect>(
			{ ...state, pairing: { ...pairing, phase: "submitting" } },
			{ type: "complete-pair", pairing: pairing.id, params: pairing.params, uid },
		);
	}
	if (link !== "online") return denied(state, uid, "offline");
	if (mode !== "internal") return denied(state, uid, mode);
	return step<LockFirmwareState, LockFirmwareEffect>(state, { type: "request-access", uid });
}

/** Pairing ends by a reset either way, unless another pairing has begun since. */
function pairAnswered(
	state: LockFirmwareState,
	{ pairing: id, uid, refusal }: Extract<LockFirmwareInput, { type: "pair-answered" }>,
): FirmwareStep {
	const { pairing } = state;
	const isCurrent = pairing?.id === id;
	const feedback: Feedback = refusal === null ? "ok" : "error";
	return step<LockFirmwareState, LockFirmwareEffect>(
		{ ...state, feedback, pairing: isCurrent ? { ...pairing, phase: "leaving" } : pairing },
		...(refusal === null ? told("paired", uid) : told("pair-refused", uid, refusal)),
		...(isCurrent ? [{ type: "reset", pairing: id } as const] : []),
	);
}

function resetAnswered(
	state: LockFirmwareState,
	{ pairing: id, hub }: Extract<LockFirmwareInput, { type: "reset-answered" }>,
): FirmwareStep {
	const isCurrent = state.pairing?.id === id;
	if (hub === null) return isCurrent ? step(state, { type: "rejoin" }) : step(state);
	return step({ ...state, ...known(hub), pairing: isCurrent ? null : state.pairing });
}

function denied(
	state: LockFirmwareState,
	uid: string,
	reason: string,
	...after: readonly LockFirmwareEffect[]
): FirmwareStep {
	return step<LockFirmwareState, LockFirmwareEffect>(
		{ ...state, feedback: "denied" },
		...told("denied", uid, reason),
		...after,
	);
}

function told(
	result: TagOutcome["result"],
	uid: string,
	reason?: string,
): readonly LockFirmwareEffect[] {
	return [
		{ type: "tag", outcome: { uid, result, ...(reason === undefined ? {} : { reason }) } },
		{ type: "arm", timer: "feedback", ms: feedbackMs },
	];
}

function known(hub: LockState): Pick<LockFirmwareState, "uuid" | "name" | "mode"> {
	return { uuid: hub.uuid, name: hub.name, mode: storedMode(hub.mode) };
}
