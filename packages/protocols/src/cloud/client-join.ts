import { step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import { counted, dim } from "./client-memory.js";
import type { CloudClientEffect, CloudClientState, Joining } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { ReceivedMessage } from "./messages.js";

/** The time for `ok` runs from here, so that nobody waits for ever for a secret either. */
export function opened({ joinTimeoutMs }: Terms, state: CloudClientState): ClientStep {
	if (state.name !== "connecting") return step(state);
	return step<CloudClientState, CloudClientEffect>(
		{ ...state, name: "authorising" },
		{ type: "arm", timer: "join", ms: joinTimeoutMs },
		{ type: "secret" },
	);
}

export function sendSecret(
	{ joinTimeoutMs }: Terms,
	state: CloudClientState,
	secret: string,
): ClientStep {
	if (state.name !== "authorising") return step(state);
	return step<CloudClientState, CloudClientEffect>(
		{ ...state, name: "joining" },
		{ type: "send", message: { type: "secret", secret } },
		{ type: "arm", timer: "join", ms: joinTimeoutMs },
	);
}

export function noSecret(terms: Terms, state: CloudClientState, reason: string): ClientStep {
	if (state.name !== "authorising") return step(state);
	return lost(terms, state, { cause: "secret", reason }, { type: "close" });
}

/** Until `ok` a server has nothing to say. */
export function receivedEarly(
	{ pingMs }: Terms,
	state: Joining,
	message: ReceivedMessage,
): ClientStep {
	const { memory } = state;
	switch (message.type) {
		case "ok": {
			if (state.name !== "joining") return step(state);
			const lit = dim(memory, false);
			return step<CloudClientState, CloudClientEffect>(
				{ name: "online", memory: lit.memory, awaited: 0, misses: 0 },
				{ type: "disarm", timer: "join" },
				{ type: "arm", timer: "ping", ms: pingMs },
				{ type: "joined" },
				...lit.effects,
			);
		}
		case "packets":
			return step({ ...state, memory: counted(memory, "violations", message.packets.length) });
		case "text":
			return step({ ...state, memory: counted(memory, "violations") });
		case "binary":
			return step({ ...state, memory: counted(memory, "binary") });
		case "pong":
		case "empty":
			return step(state);
	}
}

export function joinTimeout(terms: Terms, state: CloudClientState): ClientStep {
	if (state.name !== "authorising" && state.name !== "joining") return step(state);
	return lost(terms, state, { cause: "join-timeout" }, { type: "close" });
}
