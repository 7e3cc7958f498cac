import type { BackoffSteps, Step } from "@gw-sim/core";
import type { CloudClientEffect, CloudClientRules, CloudClientState } from "./client-state.js";

export type ClientStep = Step<CloudClientState, CloudClientEffect>;

/** The rules with every default filled in. */
export type Terms = Required<CloudClientRules>;

/** How lamps reconnect: 1 s doubling to 30 s. */
const cloudBackoffSteps: BackoffSteps = [1000, 2000, 4000, 8000, 16_000, 30_000];

/** How long a reset takes, which ends in a new connection. */
export const resetMs = 1000;

/** Pings without an answer, one after the other, that end a connection. */
export const maxMisses = 2;

export function termsOf({
	maxRetries = Number.POSITIVE_INFINITY,
	backoffSteps = cloudBackoffSteps,
	joinTimeoutMs = 8000,
	pingMs = 4000,
	pongTimeoutMs = 5000,
	whenOffline = "keep",
}: CloudClientRules): Terms {
	return { maxRetries, backoffSteps, joinTimeoutMs, pingMs, pongTimeoutMs, whenOffline };
}
