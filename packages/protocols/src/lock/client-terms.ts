import { deviceBackoffSteps, type Step } from "@gw-sim/core";
import type { LockClientEffect, LockClientRules, LockClientState } from "./client-state.js";
import { lockTopic } from "./rules.js";

export type ClientStep = Step<LockClientState, LockClientEffect>;

/** The rules with every default filled in. */
export type Terms = Required<LockClientRules> & { readonly topic: string };

export function termsOf({
	serial,
	maxRetries = Number.POSITIVE_INFINITY,
	backoffSteps = deviceBackoffSteps,
	joinTimeoutMs = 10_000,
	requestTimeoutMs = 10_000,
	heartbeatMs = 30_000,
	heartbeatTimeoutMs = 10_000,
	maxRequests = 64,
}: LockClientRules): Terms {
	return {
		serial,
		topic: lockTopic(serial),
		maxRetries,
		backoffSteps,
		joinTimeoutMs,
		requestTimeoutMs,
		heartbeatMs,
		heartbeatTimeoutMs,
		maxRequests,
	};
}
