import { step } from "@gw-sim/core";
import type {
	LockClientEffect,
	LockClientInput,
	LockClientState,
	RequestOutcome,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { Reply } from "./messages.js";

type Online = Extract<LockClientState, { name: "online" }>;

export function request(
	{ topic, maxRequests, requestTimeoutMs }: Terms,
	state: LockClientState,
	{ id, event, payload }: Extract<LockClientInput, { type: "request" }>,
): ClientStep {
	if (state.name !== "online") return step(state, failed(id, "not-online"));
	if (state.requests.size >= maxRequests) return step(state, failed(id, "too-many"));
	const { joinRef, wire } = state;
	const ref = String(wire.nextRef);
	return step<LockClientState, LockClientEffect>(
		{
			...state,
			wire: { ...wire, nextRef: wire.nextRef + 1 },
			requests: new Map(state.requests).set(ref, id),
		},
		{ type: "send", message: { joinRef, ref, topic, event, payload } },
		{ type: "arm", timer: `request:${ref}`, ms: requestTimeoutMs },
	);
}

export function requestReply(state: Online, { ref, status, response }: Reply): ClientStep {
	const id = typeof ref === "string" ? state.requests.get(ref) : undefined;
	if (typeof ref !== "string" || id === undefined) return step(state);
	return step<LockClientState, LockClientEffect>(
		without(state, ref),
		{ type: "disarm", timer: `request:${ref}` },
		{ type: "settle", id, outcome: { ok: true, status, response } },
	);
}

export function requestTimeout(state: LockClientState, ref: string): ClientStep {
	const id = state.name === "online" ? state.requests.get(ref) : undefined;
	if (state.name !== "online" || id === undefined) return step(state);
	return step(without(state, ref), failed(id, "timeout"));
}

/** What becomes of the requests that wait when their join ends. */
export function settleAll(state: LockClientState): readonly LockClientEffect[] {
	if (state.name !== "online") return [];
	return [...state.requests].flatMap(([ref, id]): readonly LockClientEffect[] => [
		{ type: "disarm", timer: `request:${ref}` },
		failed(id, "closed"),
	]);
}

function failed(id: number, why: Extract<RequestOutcome, { ok: false }>["why"]): LockClientEffect {
	return { type: "settle", id, outcome: { ok: false, why } };
}

function without(state: Online, ref: string): LockClientState {
	const requests = new Map(state.requests);
	requests.delete(ref);
	return { ...state, requests };
}
