import { backoffStepMs, deviceBackoffSpread, step } from "@gw-sim/core";
import { settleAll } from "./client-requests.js";
import type {
	Online,
	OnTheWay,
	RoomsClientEffect,
	RoomsClientState,
	RoomsLoss,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";

/** Stops every timer but those of requests. */
export const quiet: readonly RoomsClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "join" },
	{ type: "disarm", timer: "ping" },
	{ type: "disarm", timer: "silence" },
];

/** Off line until the retry timer fires. */
export function lost(
	{ maxRetries, backoffSteps }: Terms,
	state: OnTheWay | Online,
	loss: RoomsLoss,
	...effects: readonly RoomsClientEffect[]
): ClientStep {
	const { memory } = state;
	const failures = (state.name === "online" ? 0 : state.failures) + 1;
	const gaveUp = failures > maxRetries;
	const ends: readonly RoomsClientEffect[] = [
		...settleAll(state),
		...quiet,
		...effects,
		{ type: "lost", loss, gaveUp },
	];
	if (gaveUp)
		return step<RoomsClientState, RoomsClientEffect>({ name: "gave-up", memory }, ...ends);
	return step<RoomsClientState, RoomsClientEffect>({ name: "backoff", memory, failures }, ...ends, {
		type: "arm",
		timer: "retry",
		ms: backoffStepMs(backoffSteps, failures - 1),
		spread: deviceBackoffSpread,
	});
}
