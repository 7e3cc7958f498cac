import { type Machine, step } from "@gw-sim/core";
import { heartbeat, heartbeatAnswer } from "./client-heartbeat.js";
import {
	introduced,
	introduceTimeout,
	noToken,
	opened,
	present,
	ready,
	readyTimeout,
} from "./client-join.js";
import { isAttached, lost, quiet } from "./client-loss.js";
import type {
	ChatClientEffect,
	ChatClientInput,
	ChatClientRules,
	ChatClientState,
	ChatClientTimer,
	ChatLoss,
} from "./client-state.js";
import { type ClientStep, type Terms, termsOf } from "./client-terms.js";
import type {
	ClientEvent,
	Dispatch,
	ErrorMessage,
	ForeignDispatch,
	ReceivedMessage,
} from "./messages.js";

/**
 * The client's half of the conversation: waits for 100, identifies, keeps its heartbeat, and comes
 * back after every loss that may mend, with its session where the close code leaves it one.
 */
export function chatClientMachine(
	rules: ChatClientRules = {},
): Machine<ChatClientState, ChatClientInput, ChatClientEffect> {
	const terms = termsOf(rules);
	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "stopped"
					? step({ name: "connecting", failures: 0, session: null }, { type: "open" })
					: step(state);
			case "disconnect":
				return disconnect(state);
			case "opened":
				return opened(terms, state);
			case "token":
				return present(state, input.token);
			case "no-token":
				return noToken(terms, state, input.reason);
			case "received":
				return received(terms, state, input.message);
			case "closed":
				return closed(terms, state, input);
			case "execute":
				return execute(state, input.event);
			case "timer":
				return timer(terms, state, input.timer);
		}
	};
}

/** Closing with 1000 tells the gateway to end the session. */
function disconnect(state: ChatClientState): ClientStep {
	switch (state.name) {
		case "offline":
		case "stopped":
			return step(state);
		case "connecting":
			return step({ name: "offline" }, { type: "terminate" });
		case "backoff":
			return step({ name: "offline" }, ...quiet);
		case "introducing":
		case "authorising":
		case "joining":
		case "online":
			return step({ name: "offline" }, ...quiet, { type: "close", code: 1000 });
	}
}

function closed(
	terms: Terms,
	state: ChatClientState,
	{ code, failure }: Extract<ChatClientInput, { type: "closed" }>,
): ClientStep {
	if (!isAttached(state)) return step(state);
	const error = state.name === "connecting" ? null : state.fatalError;
	const loss: ChatLoss = { cause: "closed", code, error };
	return lost(terms, state, failure === undefined ? loss : { ...loss, failure });
}

function received(terms: Terms, state: ChatClientState, message: ReceivedMessage): ClientStep {
	switch (message.kind) {
		case "introduce":
			return introduced(terms, state, message);
		case "heartbeat":
			return heartbeatAnswer(state);
		case "ready":
			return ready(state, message);
		case "error":
			return refused(state, message);
		case "dispatch":
		case "foreign":
			return dispatched(state, message);
	}
}

function refused(state: ChatClientState, { code, fatal }: ErrorMessage): ClientStep {
	if (!isAttached(state) || state.name === "connecting") return step(state);
	return fatal ? step({ ...state, fatalError: code }) : step(state, { type: "refused", code });
}

/** What has a number that is past already is a replay of what was handled. */
function dispatched(state: ChatClientState, message: Dispatch | ForeignDispatch): ClientStep {
	if (state.name !== "online") return step(state);
	const { session } = state;
	const { s } = message;
	if (s !== null && s <= session.s) return step(state);
	const effect: ChatClientEffect =
		message.kind === "dispatch"
			? { type: "event", event: message.event }
			: { type: "foreign", dispatch: message };
	return step(s === null ? state : { ...state, session: { ...session, s } }, effect);
}

/** After a fatal error a gateway ignores whatever comes. */
function execute(state: ChatClientState, event: ClientEvent): ClientStep {
	if (state.name !== "online" || state.fatalError !== null) return step(state);
	const { s } = state.session;
	const ack = s === 0 ? null : s;
	return step(state, { type: "send", message: { kind: "execute", event, ack } });
}

function timer(terms: Terms, state: ChatClientState, name: ChatClientTimer): ClientStep {
	switch (name) {
		case "retry": {
			if (state.name !== "backoff") return step(state);
			const { failures, session } = state;
			return step({ name: "connecting", failures, session }, { type: "open" });
		}
		case "introduce":
			return introduceTimeout(terms, state);
		case "ready":
			return readyTimeout(terms, state);
		case "heartbeat":
			return heartbeat(terms, state);
	}
}
