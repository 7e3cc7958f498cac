import { type Machine, step } from "@gw-sim/core";
import { joined, opened, optional, want } from "./client-join.js";
import { lost, quiet } from "./client-loss.js";
import { answered, refused, request, requestTimeout, settleAll } from "./client-requests.js";
import type {
	Online,
	OnTheWay,
	RoomsClientEffect,
	RoomsClientInput,
	RoomsClientRules,
	RoomsClientState,
	RoomsClientTimer,
	RoomsLoss,
} from "./client-state.js";
import { type ClientStep, type Terms, termsOf } from "./client-terms.js";
import type { ServerMessage } from "./messages.js";
import { isAuthenticationError } from "./rules.js";

/** Where every client begins; with the session of an earlier life, if there was one. */
export function roomsClientStart(session: string | null = null): RoomsClientState {
	return { name: "offline", memory: { session, wanted: [], properties: null } };
}

/**
 * The client's half of the conversation: connects, waits for its profile, listens again to what it
 * listened to, and comes back to its session after every loss by the schedule of all devices.
 */
export function roomsClientMachine(
	rules: RoomsClientRules = {},
): Machine<RoomsClientState, RoomsClientInput, RoomsClientEffect> {
	const terms = termsOf(rules);
	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "gave-up" ? open(state, 0) : step(state);
			case "disconnect":
				return disconnect(state);
			case "opened":
				return state.name === "connecting" ? opened(terms, state) : step(state);
			case "received":
				return received(terms, state, input.message);
			case "closed":
				return closed(terms, state, input);
			case "subscribe":
			case "unsubscribe":
				return want(state, input.type, input.subscription);
			case "send":
				return state.name === "online"
					? step(state, { type: "send", message: input.message })
					: step(state);
			case "request":
				return request(terms, state, input.id, input.request);
			case "timer":
				return timer(terms, state, input.timer);
		}
	};
}

function open({ memory }: RoomsClientState, failures: number): ClientStep {
	return step({ name: "connecting", memory, failures }, { type: "open", session: memory.session });
}

function disconnect(state: RoomsClientState): ClientStep {
	const offline: RoomsClientState = { name: "offline", memory: state.memory };
	switch (state.name) {
		case "offline":
		case "gave-up":
			return step(state);
		case "connecting":
			return step(offline, ...quiet, { type: "terminate" });
		case "backoff":
			return step(offline, ...quiet);
		case "joining":
		case "online":
			return step(offline, ...settleAll(state), ...quiet, { type: "close", code: 1000 });
	}
}

function closed(
	terms: Terms,
	state: RoomsClientState,
	{ code, failure }: Extract<RoomsClientInput, { type: "closed" }>,
): ClientStep {
	switch (state.name) {
		case "connecting":
		case "joining":
		case "online": {
			const loss: RoomsLoss = { cause: "closed", code };
			return lost(terms, state, failure === undefined ? loss : { ...loss, failure });
		}
		case "offline":
		case "backoff":
		case "gave-up":
			return step(state);
	}
}

function received(
	{ silenceTimeoutMs }: Terms,
	state: RoomsClientState,
	message: ServerMessage | null,
): ClientStep {
	if (state.name !== "joining" && state.name !== "online") return step(state);
	const { state: next, effects }: ClientStep =
		message === null ? step(state) : understood(state, message);
	return step(next, ...optional("silence", silenceTimeoutMs), ...effects);
}

function understood(state: OnTheWay | Online, message: ServerMessage): ClientStep {
	const told: RoomsClientEffect = { type: "message", message };
	if (state.name !== "online")
		return message.type === "profile" ? joined(state, message.profile) : step(state, told);
	const { state: next, effects } = answer(state, message);
	return step(next, told, ...effects);
}

function answer(state: Online, message: ServerMessage): ClientStep {
	if (message.type === "profile") return answered(state, message.profile);
	return message.type === "error" && isAuthenticationError(message.text)
		? refused(state, message.text)
		: step(state);
}

function timer(terms: Terms, state: RoomsClientState, name: RoomsClientTimer): ClientStep {
	switch (name) {
		case "retry":
			return state.name === "backoff" ? open(state, state.failures) : step(state);
		case "join":
			return state.name === "joining"
				? lost(terms, state, { cause: "join-timeout" }, { type: "close", code: 1000 })
				: step(state);
		case "ping":
			return state.name === "joining" || state.name === "online"
				? step(state, { type: "ping" }, ...optional("ping", terms.pingMs))
				: step(state);
		case "silence":
			// Nothing comes back: a closing handshake would not either.
			return state.name === "joining" || state.name === "online"
				? lost(terms, state, { cause: "silence" }, { type: "terminate" })
				: step(state);
		default:
			return requestTimeout(state, Number(name.slice("request:".length)));
	}
}
