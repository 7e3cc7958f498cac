import { backoffStepMs, deviceBackoffSpread, meaningOf, step } from "@gw-sim/core";
import { settleAll } from "./client-requests.js";
import type {
	Live,
	OnTheWay,
	PuffClientEffect,
	PuffClientState,
	PuffEnd,
	PuffLoss,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import { puffCloseCodes } from "./close-codes.js";

/** The states that a client can be lost from. */
export type Attached = OnTheWay | Live;

/** Stops every timer but those of requests. */
export const quiet: readonly PuffClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "hello" },
	{ type: "disarm", timer: "heartbeat" },
	{ type: "disarm", timer: "rejoin" },
];

/** A connection's end is the end of its place in the group, as long as nobody comes back. */
export function departure(state: PuffClientState): readonly PuffClientEffect[] {
	return state.name === "live" && state.groupId !== null ? [{ type: "left" }] : [];
}

/** Off line until the retry timer fires, or for good; what to do with the socket is in `effects`. */
export function lost(
	{ maxRetries, backoffSteps }: Terms,
	state: Attached,
	loss: PuffLoss,
	...effects: readonly PuffClientEffect[]
): ClientStep {
	const { memory } = state;
	const failures = state.failures + 1;
	const end = endOf(loss, failures > maxRetries);
	const ends: readonly PuffClientEffect[] = [
		...settleAll(state),
		...quiet,
		...effects,
		...departure(state),
		{ type: "lost", loss, end },
	];
	if (end !== null)
		return step<PuffClientState, PuffClientEffect>({ name: "stopped", memory }, ...ends);
	return step<PuffClientState, PuffClientEffect>({ name: "backoff", memory, failures }, ...ends, {
		type: "arm",
		timer: "retry",
		ms: backoffStepMs(backoffSteps, failures - 1),
		spread: deviceBackoffSpread,
	});
}

function endOf(loss: PuffLoss, areRetriesUsed: boolean): PuffEnd | null {
	const isFatal =
		loss.cause === "closed" && meaningOf(puffCloseCodes, loss.code).recovery === "fatal";
	return isFatal ? "refused" : areRetriesUsed ? "gave-up" : null;
}
