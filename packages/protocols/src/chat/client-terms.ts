import type { Arm, BackoffSteps, Step } from "@gw-sim/core";
import type {
	ChatClientEffect,
	ChatClientRules,
	ChatClientState,
	ChatClientTimer,
} from "./client-state.js";

export type ClientStep = Step<ChatClientState, ChatClientEffect>;

/** The rules with every default filled in. */
export type Terms = Required<ChatClientRules>;

/** How people's clients reconnect: 1 s doubling to 30 s, of which a random part is waited. */
export const chatBackoffSteps: BackoffSteps = [1000, 2000, 4000, 8000, 16_000, 30_000];

export function termsOf({
	maxRetries = Number.POSITIVE_INFINITY,
	backoffSteps = chatBackoffSteps,
	introduceTimeoutMs = 10_000,
	readyTimeoutMs = 10_000,
}: ChatClientRules): Terms {
	return { maxRetries, backoffSteps, introduceTimeoutMs, readyTimeoutMs };
}

/**
 * Arms a timer for a random part of `ms`, so that clients which a gateway lost together do not come
 * back together; never for less than `minMs`, and no less than 1 ms, which the spread multiplies.
 */
export function fullJitter(timer: ChatClientTimer, ms: number, minMs = 0): Arm<ChatClientTimer> {
	const shortest = Math.max(1, minMs);
	return { type: "arm", timer, ms: shortest, spread: Math.max(0, ms - 1) / shortest };
}
