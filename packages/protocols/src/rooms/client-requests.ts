import { step } from "@gw-sim/core";
import type {
	Online,
	ProfileRequest,
	RoomsClientEffect,
	RoomsClientState,
	RoomsOutcome,
	WaitingRequest,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { Profile, RawMessage } from "./messages.js";

export function request(
	{ maxRequests, requestTimeoutMs }: Terms,
	state: RoomsClientState,
	id: number,
	asked: ProfileRequest,
): ClientStep {
	if (state.name !== "online") return step(state, settle(id, { ok: false, why: "not-online" }));
	if (state.awaited.length >= maxRequests)
		return step(state, settle(id, { ok: false, why: "too-many" }));
	return step<RoomsClientState, RoomsClientEffect>(
		{ ...state, awaited: [...state.awaited, { ...asked, id }] },
		{ type: "send", message: frameOf(asked) },
		{ type: "arm", timer: `request:${id}`, ms: requestTimeoutMs },
	);
}

export function frameOf(asked: ProfileRequest): RawMessage {
	switch (asked.kind) {
		case "login":
			return { type: "login", data: asked.properties };
		case "profile":
			return { type: "profile" };
		case "authenticate":
			return { type: "authenticate", data: { ts: asked.ts, key: asked.key } };
	}
}

/**
 * A profile answers the first that waits for one. A wrong key is not answered at all: where a mere
 * user's profile finds authentications before a request that it can answer, they have failed.
 */
export function answered(state: Online, profile: Profile): ClientStep {
	const place =
		profile.role === "admin" ? 0 : state.awaited.findIndex(({ kind }) => kind !== "authenticate");
	const first = state.awaited[place];
	const memory = { ...state.memory, session: profile.id };
	if (first === undefined) return step({ ...state, memory });
	const failed = state.awaited.slice(0, place);
	return step(
		{
			...state,
			memory: first.kind === "login" ? { ...memory, properties: first.properties } : memory,
			awaited: state.awaited.slice(place + 1),
		},
		...failed.flatMap((awaited) => ends(awaited, { ok: false, why: "refused", text: null })),
		...ends(first, { ok: true, profile }),
	);
}

/** The server's error about an authentication: the first that waits is meant. */
export function refused(state: Online, text: string): ClientStep {
	const first = state.awaited.find(({ kind }) => kind === "authenticate");
	return first === undefined
		? step(state)
		: step(without(state, first), ...ends(first, { ok: false, why: "refused", text }));
}

/**
 * Who waited too long waits no more, although the answer may still come: kept for its sake, the
 * place of a request that is never answered would swallow the answers of all later ones.
 */
export function requestTimeout(state: RoomsClientState, id: number): ClientStep {
	const late =
		state.name === "online" ? state.awaited.find((awaited) => awaited.id === id) : undefined;
	if (state.name !== "online" || late === undefined) return step(state);
	return step(without(state, late), settle(id, { ok: false, why: "timeout" }));
}

/** What becomes of those that wait when their connection ends. */
export function settleAll(state: RoomsClientState): readonly RoomsClientEffect[] {
	if (state.name !== "online") return [];
	return state.awaited.flatMap((awaited) => ends(awaited, { ok: false, why: "closed" }));
}

function ends({ id }: WaitingRequest, outcome: RoomsOutcome): readonly RoomsClientEffect[] {
	return id === null ? [] : [{ type: "disarm", timer: `request:${id}` }, settle(id, outcome)];
}

function settle(id: number, outcome: RoomsOutcome): RoomsClientEffect {
	return { type: "settle", id, outcome };
}

function without(state: Online, gone: WaitingRequest): Online {
	return { ...state, awaited: state.awaited.filter((awaited) => awaited !== gone) };
}
