import { backoffStepMs, deviceBackoffSpread, step } from "@gw-sim/core";
import { settleAll } from "./client-requests.js";
import type { LockClientEffect, LockClientState, LockLoss, Wire } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";

/** The states in which a client is on its way to its topic, or there. */
export type Attached = Extract<LockClientState, { name: "connecting" | "joining" | "online" }>;

/** Stops every timer but those of requests. */
export const quiet: readonly LockClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "join" },
	{ type: "disarm", timer: "heartbeat" },
	{ type: "disarm", timer: "heartbeat-reply" },
];

/** Off line until the retry timer fires; with the socket where that is still of use. */
export function lost(
	{ maxRetries, backoffSteps }: Terms,
	state: Attached,
	loss: LockLoss,
	wire: Wire | null,
	...effects: readonly LockClientEffect[]
): ClientStep {
	const failures = (state.name === "online" ? 0 : state.failures) + 1;
	const gaveUp = failures > maxRetries;
	const ends: readonly LockClientEffect[] = [
		...settleAll(state),
		{ type: "disarm", timer: "join" },
		...(wire === null || gaveUp ? quiet : []),
		...effects,
		...(gaveUp && wire !== null ? [{ type: "close", code: 1000 } as const] : []),
		{ type: "lost", loss, gaveUp },
	];
	if (gaveUp) return step<LockClientState, LockClientEffect>({ name: "gave-up" }, ...ends);
	const ms = backoffStepMs(backoffSteps, failures - 1);
	return step<LockClientState, LockClientEffect>({ name: "backoff", failures, wire }, ...ends, {
		type: "arm",
		timer: "retry",
		ms,
		spread: deviceBackoffSpread,
	});
}
