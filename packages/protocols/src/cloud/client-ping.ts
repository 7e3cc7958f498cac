import { step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import type { CloudClientEffect, CloudClientState, Online } from "./client-state.js";
import { type ClientStep, maxMisses, type Terms } from "./client-terms.js";

export function ping({ pingMs, pongTimeoutMs }: Terms, state: CloudClientState): ClientStep {
	if (state.name !== "online") return step(state);
	const deadline: readonly CloudClientEffect[] =
		state.awaited === 0 ? [{ type: "arm", timer: "pong", ms: pongTimeoutMs }] : [];
	return step<CloudClientState, CloudClientEffect>(
		{ ...state, awaited: state.awaited + 1 },
		{ type: "send", message: { type: "ping" } },
		{ type: "arm", timer: "ping", ms: pingMs },
		...deadline,
	);
}

/** Pongs do not say what they answer; whichever it is, the line lives. */
export function pong(state: Online): ClientStep {
	if (state.awaited === 0 && state.misses === 0) return step(state);
	return step({ ...state, awaited: 0, misses: 0 }, { type: "disarm", timer: "pong" });
}

/**
 * The oldest ping was not answered in time. The next one's time is over one ping interval later.
 * Nothing comes back, so a closing handshake would not either.
 */
export function missed(terms: Terms, state: CloudClientState): ClientStep {
	if (state.name !== "online") return step(state);
	const misses = state.misses + 1;
	if (misses >= maxMisses)
		return lost(terms, state, { cause: "pong-timeout" }, { type: "terminate" });
	const awaited = Math.max(0, state.awaited - 1);
	const next: readonly CloudClientEffect[] =
		awaited === 0 ? [] : [{ type: "arm", timer: "pong", ms: terms.pingMs }];
	return step<CloudClientState, CloudClientEffect>({ ...state, awaited, misses }, ...next);
}
