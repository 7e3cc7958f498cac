import { step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import type { ChatClientEffect, ChatClientState } from "./client-state.js";
import { type ClientStep, fullJitter, type Terms } from "./client-terms.js";
import { zombieCloseCode } from "./close-codes.js";
import type { Introduce, Ready } from "./messages.js";

export function opened({ introduceTimeoutMs }: Terms, state: ChatClientState): ClientStep {
	if (state.name !== "connecting") return step(state);
	return step<ChatClientState, ChatClientEffect>(
		{ ...state, name: "introducing", fatalError: null },
		{ type: "arm", timer: "introduce", ms: introduceTimeoutMs },
	);
}

/** The first beat comes at random within one interval, or all clients would beat together. */
export function introduced(
	{ readyTimeoutMs }: Terms,
	state: ChatClientState,
	{ heartbeatIntervalMs }: Introduce,
): ClientStep {
	if (state.name !== "introducing") return step(state);
	return step<ChatClientState, ChatClientEffect>(
		{
			...state,
			name: "authorising",
			beat: { intervalMs: heartbeatIntervalMs, unanswered: false },
		},
		{ type: "disarm", timer: "introduce" },
		fullJitter("heartbeat", heartbeatIntervalMs),
		{ type: "arm", timer: "ready", ms: readyTimeoutMs },
		{ type: "token" },
	);
}

export function present(state: ChatClientState, token: string): ClientStep {
	if (state.name !== "authorising") return step(state);
	const { session } = state;
	const resume = session === null ? null : { sessionId: session.id, s: session.s };
	return step<ChatClientState, ChatClientEffect>(
		{ ...state, name: "joining" },
		{ type: "send", message: { kind: "present", token, resume } },
	);
}

export function ready(state: ChatClientState, message: Ready): ClientStep {
	if (state.name !== "joining") return step(state);
	const { beat, fatalError, session } = state;
	const { sessionId } = message;
	const resumed = message.resumed && session !== null && session.id === sessionId;
	return step<ChatClientState, ChatClientEffect>(
		{
			name: "online",
			beat,
			fatalError,
			session: resumed ? session : { id: sessionId, s: 0 },
		},
		{ type: "disarm", timer: "ready" },
		{ type: "ready", ready: { ...message, resumed } },
	);
}

/** Ends a connection that cannot be used, in a way that leaves a session which waits to be resumed. */
const abandon: readonly ChatClientEffect[] = [{ type: "close", code: zombieCloseCode }];

export function introduceTimeout(terms: Terms, state: ChatClientState): ClientStep {
	if (state.name !== "introducing") return step(state);
	return lost(terms, state, { cause: "introduce-timeout" }, abandon);
}

export function noToken(terms: Terms, state: ChatClientState, reason: string): ClientStep {
	if (state.name !== "authorising") return step(state);
	return lost(terms, state, { cause: "token", reason }, abandon);
}

export function readyTimeout(terms: Terms, state: ChatClientState): ClientStep {
	if (state.name !== "authorising" && state.name !== "joining") return step(state);
	return lost(terms, state, { cause: "ready-timeout" }, abandon);
}
