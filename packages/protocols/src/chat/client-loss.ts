import { backoffStepMs, meaningOf, type Recovery, step } from "@gw-sim/core";
import type {
	ChatClientEffect,
	ChatClientState,
	ChatEnd,
	ChatLoss,
	Session,
} from "./client-state.js";
import { type ClientStep, fullJitter, type Terms } from "./client-terms.js";
import { chatCloseCodes } from "./close-codes.js";

/** The states that a client can be lost from. */
export type Attached = Extract<
	ChatClientState,
	{ name: "connecting" | "introducing" | "authorising" | "joining" | "online" }
>;

/** Stops every timer. */
export const quiet: readonly ChatClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "introduce" },
	{ type: "disarm", timer: "ready" },
	{ type: "disarm", timer: "heartbeat" },
];

export function isAttached(state: ChatClientState): state is Attached {
	return state.name !== "offline" && state.name !== "backoff" && state.name !== "stopped";
}

/** Off line until the retry timer fires, or for good; what to do with the socket is in `effects`. */
export function lost(
	{ maxRetries, backoffSteps }: Terms,
	state: Attached,
	loss: ChatLoss,
	effects: readonly ChatClientEffect[] = [],
): ClientStep {
	const failures = (state.name === "online" ? 0 : state.failures) + 1;
	const recovery = recoveryOf(loss);
	const end: ChatEnd | null =
		recovery === "fatal" ? "refused" : failures > maxRetries ? "gave-up" : null;
	const ends: readonly ChatClientEffect[] = [...quiet, ...effects, { type: "lost", loss, end }];
	if (end !== null) return step<ChatClientState, ChatClientEffect>({ name: "stopped" }, ...ends);
	const session: Session | null = recovery === "resume" ? state.session : null;
	return step<ChatClientState, ChatClientEffect>(
		{ name: "backoff", failures, session },
		...ends,
		fullJitter("retry", backoffStepMs(backoffSteps, failures - 1), minWaitMs(loss)),
	);
}

/** What this side ends it ends in a way that leaves the session. */
function recoveryOf(loss: ChatLoss): Recovery {
	return loss.cause === "closed" ? meaningOf(chatCloseCodes, loss.code).recovery : "resume";
}

function minWaitMs(loss: ChatLoss): number {
	return (loss.cause === "closed" ? chatCloseCodes[loss.code]?.minWaitMs : undefined) ?? 0;
}
