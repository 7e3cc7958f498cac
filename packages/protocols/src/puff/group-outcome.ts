import type { ServerEvent } from "./messages.js";

/** Who is told, among the members after the input. */
export type Receivers =
	| { readonly kind: "all" }
	| { readonly kind: "others"; readonly than: string }
	/** By session id; one that is refused need not be a member. */
	| { readonly kind: "only"; readonly sessionIds: readonly string[] };

/** One event and its receivers. */
export interface Told {
	readonly to: Receivers;
	readonly event: ServerEvent;
}

export interface GroupOutcome {
	/** In the order in which every receiver has to hear it. */
	readonly told: readonly Told[];
	/** Whether every client of the gateway is to get PUBLIC_GROUPS_UPDATE after that. */
	readonly isListChanged: boolean;
}

/** Nobody is told. */
export const nothing: GroupOutcome = { told: [], isListChanged: false };
export const all: Receivers = { kind: "all" };

export function outcome(...told: readonly Told[]): GroupOutcome {
	return { told, isListChanged: false };
}

/** One session alone is told. */
export function refusal(sessionId: string, event: ServerEvent): GroupOutcome {
	return outcome({ to: { kind: "only", sessionIds: [sessionId] }, event });
}

export function notInGroup(sessionId: string): GroupOutcome {
	return refusal(sessionId, { type: "GROUP_ACTION_ERROR", code: "NOT_IN_GROUP" });
}
