import { deviceBackoffSteps, type Step } from "@gw-sim/core";
import type { PuffClientEffect, PuffClientRules, PuffClientState } from "./client-state.js";

export type ClientStep = Step<PuffClientState, PuffClientEffect>;

/** The rules with every default filled in. */
export type Terms = Required<PuffClientRules>;

export function termsOf({
	maxRetries = Number.POSITIVE_INFINITY,
	backoffSteps = deviceBackoffSteps,
	helloTimeoutMs = 10_000,
	requestTimeoutMs = 10_000,
	rejoinMs = 5000,
	maxRequests = 64,
}: PuffClientRules): Terms {
	return { maxRetries, backoffSteps, helloTimeoutMs, requestTimeoutMs, rejoinMs, maxRequests };
}
