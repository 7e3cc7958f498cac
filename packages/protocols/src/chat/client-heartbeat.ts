import { step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import type { Beat, ChatClientEffect, ChatClientState } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import { zombieCloseCode } from "./close-codes.js";

/** A state in which heartbeats go out: from function code 100 on. */
type Beating = Extract<ChatClientState, { readonly beat: Beat }>;

function isBeating(state: ChatClientState): state is Beating {
	return "beat" in state;
}

export function heartbeat(terms: Terms, state: ChatClientState): ClientStep {
	if (!isBeating(state)) return step(state);
	const { beat } = state;
	if (beat.unanswered)
		return lost(terms, state, { cause: "heartbeat-timeout" }, [
			{ type: "close", code: zombieCloseCode },
		]);
	return step<ChatClientState, ChatClientEffect>(
		{ ...state, beat: { ...beat, unanswered: true } },
		{ type: "send", message: { kind: "heartbeat" } },
		{ type: "arm", timer: "heartbeat", ms: beat.intervalMs },
	);
}

export function heartbeatAnswer(state: ChatClientState): ClientStep {
	if (!isBeating(state) || !state.beat.unanswered) return step(state);
	return step({ ...state, beat: { ...state.beat, unanswered: false } });
}
