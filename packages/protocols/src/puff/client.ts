import { type Machine, step } from "@gw-sim/core";
import {
	device,
	greeted,
	join,
	joined,
	joinRefused,
	leave,
	rejoinDue,
	send,
} from "./client-group.js";
import { departure, lost, quiet } from "./client-loss.js";
import { create, createAnswered, requestTimeout, settleAll } from "./client-requests.js";
import type {
	Live,
	Memory,
	PuffClientEffect,
	PuffClientInput,
	PuffClientRules,
	PuffClientState,
	PuffClientTimer,
	PuffLoss,
} from "./client-state.js";
import { type ClientStep, type Terms, termsOf } from "./client-terms.js";
import type { ClientMessage, Hello, UserChanges } from "./messages.js";
import type { ReceivedGroupEvent, ReceivedMessage } from "./received.js";

/** Where every client begins; with what it calls itself, if anything. */
export function puffClientStart(user: UserChanges = {}): PuffClientState {
	return { name: "offline", memory: { group: null, user, device: {} } };
}

/**
 * The client's half of the conversation: waits for the hello, says who it is, goes back to the group
 * that it was in and tells all of its device there, keeps its heartbeat, and comes back after every
 * loss by the schedule of all devices.
 */
export function puffClientMachine(
	rules: PuffClientRules = {},
): Machine<PuffClientState, PuffClientInput, PuffClientEffect> {
	const terms = termsOf(rules);
	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "stopped"
					? open(state.memory, 0)
					: step(state);
			case "disconnect":
				return disconnect(state);
			case "opened":
				return state.name === "connecting"
					? step<PuffClientState, PuffClientEffect>(
							{ ...state, name: "greeting" },
							{ type: "arm", timer: "hello", ms: terms.helloTimeoutMs },
						)
					: step(state);
			case "received":
				return received(terms, state, input.message);
			case "too-big":
				return state.name === "live" || state.name === "greeting"
					? lost(terms, state, { cause: "too-big" }, { type: "close", code: 1009 })
					: step(state);
			case "closed":
				return closed(terms, state, input);
			case "create":
				return create(terms, state, input.id, input.name);
			case "join":
				return join(terms, state, input.id, input.groupId);
			case "leave":
				return leave(state);
			case "device":
				return device(state, input.changes);
			case "user":
				return userChanged(state, input.changes);
			case "edit":
				return inGroup(state, { kind: "edit", changes: input.changes });
			case "inquire":
				return inGroup(state, { kind: "inquire" });
			case "timer":
				return timer(terms, state, input.timer);
		}
	};
}

function open(memory: Memory, failures: number): ClientStep {
	return step({ name: "connecting", memory, failures }, { type: "open" });
}

function disconnect(state: PuffClientState): ClientStep {
	const offline: PuffClientState = { name: "offline", memory: state.memory };
	switch (state.name) {
		case "offline":
		case "stopped":
			return step(state);
		case "connecting":
			return step(offline, ...quiet, { type: "terminate" });
		case "backoff":
			return step(offline, ...quiet);
		case "greeting":
		case "live":
			return step(
				offline,
				...settleAll(state),
				...quiet,
				{ type: "close", code: 1000 },
				...departure(state),
			);
	}
}

function closed(
	terms: Terms,
	state: PuffClientState,
	{ code, failure }: Extract<PuffClientInput, { type: "closed" }>,
): ClientStep {
	switch (state.name) {
		case "connecting":
		case "greeting":
		case "live": {
			const loss: PuffLoss = { cause: "closed", code };
			return lost(terms, state, failure === undefined ? loss : { ...loss, failure });
		}
		case "offline":
		case "backoff":
		case "stopped":
			return step(state);
	}
}

function received(terms: Terms, state: PuffClientState, message: ReceivedMessage): ClientStep {
	if (message.type === "hello")
		return state.name === "greeting" ? greeted(terms, state, message) : step(state);
	return state.name === "live" ? told(terms, state, message) : step(state);
}

function told(terms: Terms, state: Live, event: Exclude<ReceivedMessage, Hello>): ClientStep {
	switch (event.type) {
		case "JOINED_GROUP":
			return joined(state, event);
		case "GROUP_JOIN_ERROR":
			return joinRefused(terms, state, event);
		case "GROUP_CREATE": {
			const { groupId, name } = event;
			const answered = createAnswered(state, { ok: true, groupId, name }) ?? step(state);
			return { ...answered, effects: [...answered.effects, { type: "event", event }] };
		}
		case "GROUP_CREATE_ERROR":
			return (
				createAnswered(state, { ok: false, why: "refused", code: event.code }) ??
				step(state, { type: "event", event })
			);
		case "GROUP_ACTION_ERROR":
		case "USER_UPDATE_ERROR":
		case "SYNTAX_ERROR":
		case "PUBLIC_GROUPS_UPDATE":
		case "foreign":
			return step(state, { type: "event", event });
		default:
			return groupEvent(state, event);
	}
}

/** What comes of a group that the client has left, or is not in yet, is not for it any more. */
function groupEvent(state: Live, event: ReceivedGroupEvent): ClientStep {
	const of = "groupId" in event ? (event.groupId ?? state.groupId) : state.groupId;
	if (state.groupId === null || of !== state.groupId) return step(state);
	if (event.type !== "GROUP_DELETE") return step(state, { type: "event", event });
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, memory: { ...state.memory, group: null }, groupId: null },
		{ type: "event", event },
		{ type: "left" },
	);
}

function userChanged(state: PuffClientState, changes: UserChanges): ClientStep {
	const memory = { ...state.memory, user: { ...state.memory.user, ...changes } };
	const isTold = state.name === "live";
	return step({ ...state, memory }, ...(isTold ? [send({ kind: "user", changes })] : []));
}

function inGroup(state: PuffClientState, message: ClientMessage): ClientStep {
	return state.name === "live" && state.groupId !== null ? step(state, send(message)) : step(state);
}

function timer(terms: Terms, state: PuffClientState, name: PuffClientTimer): ClientStep {
	switch (name) {
		case "retry":
			return state.name === "backoff" ? open(state.memory, state.failures) : step(state);
		case "hello":
			return state.name === "greeting"
				? lost(terms, state, { cause: "hello-timeout" }, { type: "close", code: 1000 })
				: step(state);
		case "heartbeat":
			return state.name === "live"
				? step<PuffClientState, PuffClientEffect>(state, send({ kind: "heartbeat" }), {
						type: "arm",
						timer: "heartbeat",
						ms: state.heartbeatIntervalMs,
					})
				: step(state);
		case "rejoin":
			return rejoinDue(terms, state);
		default:
			return requestTimeout(state, Number(name.slice("request:".length)));
	}
}
