import { step } from "@gw-sim/core";
import type {
	Live,
	PendingJoin,
	PuffClientEffect,
	PuffClientState,
	PuffOutcome,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";

/** Op 2. */
export function create(
	terms: Terms,
	state: PuffClientState,
	id: number,
	name: string | null,
): ClientStep {
	if (state.name !== "live") return step(state, settle(id, { ok: false, why: "not-online" }));
	if (isFull(terms, state)) return step(state, settle(id, { ok: false, why: "too-many" }));
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, creates: [...state.creates, id] },
		{ type: "send", message: { kind: "create", name } },
		{ type: "arm", timer: `request:${id}`, ms: terms.requestTimeoutMs },
	);
}

/** An answer to op 2 is for the first that waits; nothing where nobody does. */
export function createAnswered(state: Live, outcome: PuffOutcome): ClientStep | null {
	const [id, ...creates] = state.creates;
	return id === undefined ? null : step({ ...state, creates }, ...ends([id], outcome));
}

/** Whether no more requests may wait. */
export function isFull({ maxRequests }: Terms, { joins, creates }: Live): boolean {
	return joins.length + creates.length >= maxRequests || idsOf(joins).length >= maxRequests;
}

/**
 * Who waited too long waits no more, although the answer may still come: kept for its sake, the
 * place of a request that is never answered would swallow the answers of all later ones.
 */
export function requestTimeout(state: PuffClientState, id: number): ClientStep {
	if (state.name !== "live") return step(state);
	const late = settle(id, { ok: false, why: "timeout" });
	if (state.creates.includes(id))
		return step({ ...state, creates: state.creates.filter((other) => other !== id) }, late);
	if (!idsOf(state.joins).includes(id)) return step(state);
	// The one by which the client comes back by itself has a timer of its own.
	const isComingBack = ({ groupId }: PendingJoin): boolean =>
		state.groupId === null && groupId === state.memory.group;
	const joins = state.joins
		.map((join) => ({ ...join, ids: join.ids.filter((other) => other !== id) }))
		.filter((join) => join.ids.length > 0 || join.isVoid || isComingBack(join));
	return step({ ...state, joins }, late);
}

/** What becomes of those that wait when their connection ends. */
export function settleAll(state: PuffClientState): readonly PuffClientEffect[] {
	if (state.name !== "live") return [];
	return ends([...idsOf(state.joins), ...state.creates], { ok: false, why: "closed" });
}

export function ends(ids: readonly number[], outcome: PuffOutcome): readonly PuffClientEffect[] {
	return ids.flatMap((id): readonly PuffClientEffect[] => [
		{ type: "disarm", timer: `request:${id}` },
		settle(id, outcome),
	]);
}

export function settle(id: number, outcome: PuffOutcome): PuffClientEffect {
	return { type: "settle", id, outcome };
}

export function idsOf(joins: readonly PendingJoin[]): readonly number[] {
	return joins.flatMap(({ ids }) => ids);
}
