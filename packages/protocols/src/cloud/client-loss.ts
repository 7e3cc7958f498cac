import { backoffStepMs, deviceBackoffSpread, step } from "@gw-sim/core";
import { away, blank } from "./client-memory.js";
import type {
	CloudClientEffect,
	CloudClientState,
	CloudLoss,
	Joining,
	Online,
} from "./client-state.js";
import { type ClientStep, resetMs, type Terms } from "./client-terms.js";

/** The states in which a client is on its way to the server's `ok`, or past it. */
export type Attached =
	| Extract<CloudClientState, { readonly name: "connecting" }>
	| Joining
	| Online;

/** Stops every timer. */
const quiet: readonly CloudClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "join" },
	{ type: "disarm", timer: "ping" },
	{ type: "disarm", timer: "pong" },
];

export function isAttached(state: CloudClientState): state is Attached {
	return state.name !== "offline" && state.name !== "gave-up" && state.name !== "backoff";
}

/** Off line until the retry timer fires, or for good; what to do with the socket is in `effects`. */
export function lost(
	{ maxRetries, backoffSteps, whenOffline }: Terms,
	state: Attached,
	loss: CloudLoss,
	...effects: readonly CloudClientEffect[]
): ClientStep {
	const isOnline = state.name === "online";
	const failures = (isOnline ? 0 : state.failures) + 1;
	const gaveUp = failures > maxRetries;
	const { memory, effects: told } = isOnline
		? away(state.memory, whenOffline)
		: { memory: state.memory, effects: [] };
	const ends: readonly CloudClientEffect[] = [
		...quiet,
		...effects,
		...told,
		{ type: "lost", loss, gaveUp },
	];
	if (gaveUp)
		return step<CloudClientState, CloudClientEffect>({ name: "gave-up", memory }, ...ends);
	return step<CloudClientState, CloudClientEffect>({ name: "backoff", failures, memory }, ...ends, {
		type: "arm",
		timer: "retry",
		ms: backoffStepMs(backoffSteps, failures - 1),
		spread: deviceBackoffSpread,
	});
}

/** Off line because somebody wants it so. */
export function disconnect({ whenOffline }: Terms, state: CloudClientState): ClientStep {
	const { memory } = state;
	switch (state.name) {
		case "offline":
		case "gave-up":
			return step(state);
		case "connecting":
			return step({ name: "offline", memory }, { type: "terminate" });
		case "authorising":
		case "joining":
			return step({ name: "offline", memory }, ...quiet, { type: "close" });
		case "online": {
			const left = away(memory, whenOffline);
			return step(
				{ name: "offline", memory: left.memory },
				...quiet,
				{ type: "close" },
				...left.effects,
			);
		}
		case "backoff":
			return step({ name: "offline", memory }, ...quiet);
	}
}

/** Starts afresh, as if the power had been cut: dark at once, and soon on a new connection. */
export function reset(state: Online): ClientStep {
	const { memory, effects } = blank(state.memory);
	return step<CloudClientState, CloudClientEffect>(
		{ name: "backoff", failures: 0, memory },
		...quiet,
		{ type: "command", command: "reset" },
		...effects,
		{ type: "close" },
		{ type: "arm", timer: "retry", ms: resetMs },
	);
}
