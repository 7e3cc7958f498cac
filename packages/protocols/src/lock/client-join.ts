import { type JsonValue, step } from "@gw-sim/core";
import { lost } from "./client-loss.js";
import type { LockClientEffect, LockClientState, Wire } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { Payload, Reply } from "./messages.js";
import { parseLockState } from "./schemas.js";

const noRequests: ReadonlyMap<string, number> = new Map();

type Joining = Extract<LockClientState, { name: "joining" }>;

/** Each join takes a fresh ref, so that what ends an earlier one cannot be taken for its end. */
export function join(
	{ topic, joinTimeoutMs }: Terms,
	wire: Wire,
	failures: number,
	before: readonly LockClientEffect[] = [],
): ClientStep {
	const joinRef = String(wire.nextRef);
	return step<LockClientState, LockClientEffect>(
		{ name: "joining", failures, joinRef, wire: { ...wire, nextRef: wire.nextRef + 1 } },
		...before,
		{ type: "send", message: { joinRef, ref: joinRef, topic, event: "phx_join", payload: {} } },
		{ type: "arm", timer: "join", ms: joinTimeoutMs },
	);
}

export function leave({ topic }: Terms, wire: Wire, joinRef: string): LockClientEffect {
	const ref = String(wire.nextRef);
	return { type: "send", message: { joinRef, ref, topic, event: "phx_leave", payload: {} } };
}

export function joinReply(terms: Terms, state: Joining, message: Reply): ClientStep {
	const { wire, joinRef } = state;
	if (message.ref !== joinRef) return step(state);
	if (message.status !== "ok") {
		const reason = reasonIn(message.response);
		return lost(terms, state, { cause: "join-refused", reason }, wire);
	}
	const lockState = parseLockState(message.response);
	if (lockState === null) return lost(terms, state, { cause: "bad-state" }, wire);
	return step<LockClientState, LockClientEffect>(
		{ name: "online", wire, joinRef, requests: noRequests },
		{ type: "disarm", timer: "join" },
		{ type: "joined", state: lockState },
	);
}

export function joinTimeout(terms: Terms, state: LockClientState): ClientStep {
	if (state.name !== "joining") return step(state);
	const wire = { ...state.wire, nextRef: state.wire.nextRef + 1 };
	const goodbye = leave(terms, state.wire, state.joinRef);
	return lost(terms, state, { cause: "join-timeout" }, wire, goodbye);
}

function reasonIn(response: Payload): string {
	const reason: JsonValue | undefined =
		typeof response === "object" && response !== null && "reason" in response
			? response.reason
			: undefined;
	return typeof reason === "string" ? reason : "no reason given";
}
