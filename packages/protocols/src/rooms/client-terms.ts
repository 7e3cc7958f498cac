import { deviceBackoffSteps, type Step } from "@gw-sim/core";
import type { RoomsClientEffect, RoomsClientRules, RoomsClientState } from "./client-state.js";
import { pingIntervalMs } from "./rules.js";

export type ClientStep = Step<RoomsClientState, RoomsClientEffect>;

/** The rules with every default filled in. */
export type Terms = Required<RoomsClientRules>;

export function termsOf({
	maxRetries = Number.POSITIVE_INFINITY,
	backoffSteps = deviceBackoffSteps,
	joinTimeoutMs = 10_000,
	requestTimeoutMs = 10_000,
	pingMs = pingIntervalMs,
	silenceTimeoutMs = 0,
	maxRequests = 64,
}: RoomsClientRules): Terms {
	return {
		maxRetries,
		backoffSteps,
		joinTimeoutMs,
		requestTimeoutMs,
		pingMs,
		silenceTimeoutMs,
		maxRequests,
	};
}
