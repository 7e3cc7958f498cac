import { step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import type { LockClientEffect, LockClientState, Wire } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { Reply } from "./messages.js";

/** A state with an open socket. */
export type Wired = Extract<LockClientState, { readonly wire: Wire | null }> & {
	readonly wire: Wire;
};

export function isWired(state: LockClientState): state is Wired {
	return "wire" in state && state.wire !== null;
}

export function heartbeat({ heartbeatTimeoutMs }: Terms, state: LockClientState): ClientStep {
	if (!isWired(state)) return step(state);
	const ref = String(state.wire.nextRef);
	return step<LockClientState, LockClientEffect>(
		{ ...state, wire: { nextRef: state.wire.nextRef + 1, heartbeatRef: ref } },
		{
			type: "send",
			message: { joinRef: null, ref, topic: "phoenix", event: "heartbeat", payload: {} },
		},
		{ type: "arm", timer: "heartbeat-reply", ms: heartbeatTimeoutMs },
	);
}

export function heartbeatReply({ heartbeatMs }: Terms, state: Wired, { ref }: Reply): ClientStep {
	const { wire } = state;
	if (wire.heartbeatRef === null || ref !== wire.heartbeatRef) return step(state);
	return step<LockClientState, LockClientEffect>(
		{ ...state, wire: { ...wire, heartbeatRef: null } },
		{ type: "disarm", timer: "heartbeat-reply" },
		{ type: "arm", timer: "heartbeat", ms: heartbeatMs },
	);
}

/** Nothing comes back: a closing handshake would not either. */
export function zombie(terms: Terms, state: LockClientState): ClientStep {
	if (state.name === "joining" || state.name === "online")
		return lost(terms, state, { cause: "heartbeat-timeout" }, null, { type: "terminate" });
	if (state.name !== "backoff" || state.wire === null) return step(state);
	return step<LockClientState, LockClientEffect>(
		{ ...state, wire: null },
		{ type: "disarm", timer: "heartbeat" },
		{ type: "terminate" },
	);
}
