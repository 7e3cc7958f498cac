import { type Machine, step } from "@gw-sim/core";
import { heartbeat, heartbeatReply, isWired, zombie } from "./client-heartbeat.js";
import { join, joinReply, joinTimeout, leave } from "./client-join.js";
import { lost, quiet } from "./client-loss.js";
import { request, requestReply, requestTimeout, settleAll } from "./client-requests.js";
import type {
	LockClientEffect,
	LockClientInput,
	LockClientRules,
	LockClientState,
	LockClientTimer,
	LockLoss,
} from "./client-state.js";
import { type ClientStep, type Terms, termsOf } from "./client-terms.js";
import type { Broadcast, Push, ServerMessage } from "./messages.js";

const offline: LockClientState = { name: "offline" };

/**
 * The device's half of the conversation: connects, joins its own topic, keeps the connection alive,
 * and comes back after every loss by the schedule of all devices.
 */
export function lockClientMachine(
	rules: LockClientRules,
): Machine<LockClientState, LockClientInput, LockClientEffect> {
	const terms = termsOf(rules);
	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "gave-up"
					? step({ name: "connecting", failures: 0 }, { type: "open" })
					: step(state);
			case "disconnect":
				return disconnect(terms, state);
			case "opened":
				return state.name === "connecting"
					? join(terms, { nextRef: 1, heartbeatRef: null }, state.failures, [
							{ type: "arm", timer: "heartbeat", ms: terms.heartbeatMs },
						])
					: step(state);
			case "closed":
				return closed(terms, state, input);
			case "received":
				return received(terms, state, input.message);
			case "request":
				return request(terms, state, input);
			case "timer":
				return timer(terms, state, input.timer);
		}
	};
}

function disconnect(terms: Terms, state: LockClientState): ClientStep {
	switch (state.name) {
		case "offline":
		case "gave-up":
			return step(state);
		case "connecting":
			return step(offline, { type: "terminate" });
		case "joining":
		case "online":
			return step(offline, ...settleAll(state), ...quiet, leave(terms, state.wire, state.joinRef), {
				type: "close",
				code: 1000,
			});
		case "backoff":
			return step(
				offline,
				...quiet,
				...(state.wire === null ? [] : [{ type: "close", code: 1000 } as const]),
			);
	}
}

function closed(
	terms: Terms,
	state: LockClientState,
	{ code, failure }: Extract<LockClientInput, { type: "closed" }>,
): ClientStep {
	switch (state.name) {
		case "connecting":
		case "joining":
		case "online": {
			const loss: LockLoss = { cause: "closed", code };
			return lost(terms, state, failure === undefined ? loss : { ...loss, failure }, null);
		}
		case "backoff":
			return step(
				{ ...state, wire: null },
				{ type: "disarm", timer: "heartbeat" },
				{ type: "disarm", timer: "heartbeat-reply" },
			);
		case "offline":
		case "gave-up":
			return step(state);
	}
}

function received(terms: Terms, state: LockClientState, message: ServerMessage): ClientStep {
	if (!isWired(state)) return step(state);
	if (message.kind === "reply" && message.topic === "phoenix")
		return heartbeatReply(terms, state, message);
	if (state.name === "backoff" || message.topic !== terms.topic) return step(state);
	const joinRef = message.kind === "broadcast" ? null : message.joinRef;
	const isOfEarlierJoin = joinRef !== null && joinRef !== state.joinRef;
	if (isOfEarlierJoin) return step(state);
	if (message.kind !== "reply") return pushed(terms, state, message);
	return state.name === "joining" ? joinReply(terms, state, message) : requestReply(state, message);
}

function pushed(
	terms: Terms,
	state: Extract<LockClientState, { name: "joining" | "online" }>,
	{ event, payload }: Push | Broadcast,
): ClientStep {
	if (event === "phx_error") return lost(terms, state, { cause: "channel-error" }, state.wire);
	if (event === "phx_close") return lost(terms, state, { cause: "channel-closed" }, state.wire);
	return state.name === "online" ? step(state, { type: "event", event, payload }) : step(state);
}

function timer(terms: Terms, state: LockClientState, name: LockClientTimer): ClientStep {
	switch (name) {
		case "retry":
			if (state.name !== "backoff") return step(state);
			return state.wire === null
				? step({ name: "connecting", failures: state.failures }, { type: "open" })
				: join(terms, state.wire, state.failures);
		case "join":
			return joinTimeout(terms, state);
		case "heartbeat":
			return heartbeat(terms, state);
		case "heartbeat-reply":
			return zombie(terms, state);
		default:
			return requestTimeout(state, name.slice("request:".length));
	}
}
