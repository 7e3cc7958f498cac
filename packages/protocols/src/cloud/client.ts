import { type Machine, step } from "@gw-sim/core";
import { joinTimeout, noSecret, opened, receivedEarly, sendSecret } from "./client-join.js";
import { disconnect, isAttached, lost } from "./client-loss.js";
import { counted, newMemory } from "./client-memory.js";
import { receivedPackets } from "./client-packets.js";
import { missed, ping, pong } from "./client-ping.js";
import type {
	CloudClientEffect,
	CloudClientInput,
	CloudClientRules,
	CloudClientState,
	CloudClientTimer,
	CloudLoss,
} from "./client-state.js";
import { type ClientStep, type Terms, termsOf } from "./client-terms.js";
import type { ReceivedMessage } from "./messages.js";

/** A client that has done nothing yet. */
export const cloudClientStart: CloudClientState = { name: "offline", memory: newMemory };

/**
 * The lamp's half of the conversation: sends the secret, shows what it is told, keeps asking whether
 * the server is there, and comes back after every loss.
 */
export function cloudClientMachine(
	rules: CloudClientRules = {},
): Machine<CloudClientState, CloudClientInput, CloudClientEffect> {
	const terms = termsOf(rules);
	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "gave-up"
					? step({ name: "connecting", memory: state.memory, failures: 0 }, { type: "open" })
					: step(state);
			case "disconnect":
				return disconnect(terms, state);
			case "opened":
				return opened(terms, state);
			case "secret":
				return sendSecret(terms, state, input.secret);
			case "no-secret":
				return noSecret(terms, state, input.reason);
			case "received":
				return received(terms, state, input.message);
			case "closed":
				return closed(terms, state, input);
			case "log":
				return state.name === "online" && state.memory.debug
					? step(state, { type: "send", message: { type: "log", line: input.line } })
					: step(state);
			case "ping":
				return ping(terms, state);
			case "timer":
				return timer(terms, state, input.timer);
		}
	};
}

function closed(
	terms: Terms,
	state: CloudClientState,
	{ code, failure }: Extract<CloudClientInput, { type: "closed" }>,
): ClientStep {
	if (!isAttached(state)) return step(state);
	const during = state.name === "authorising" ? "joining" : state.name;
	const loss: CloudLoss = { cause: "closed", during, code };
	return lost(terms, state, failure === undefined ? loss : { ...loss, failure });
}

function received(terms: Terms, state: CloudClientState, message: ReceivedMessage): ClientStep {
	if (state.name === "authorising" || state.name === "joining")
		return receivedEarly(terms, state, message);
	if (state.name !== "online") return step(state);
	const { memory } = state;
	switch (message.type) {
		case "packets":
			return receivedPackets(state, message.packets);
		case "pong":
			return pong(state);
		case "text":
			return step({ ...state, memory: counted(memory, "unknown") });
		case "binary":
			return step({ ...state, memory: counted(memory, "binary") });
		case "ok":
		case "empty":
			return step(state);
	}
}

function timer(terms: Terms, state: CloudClientState, name: CloudClientTimer): ClientStep {
	switch (name) {
		case "retry": {
			if (state.name !== "backoff") return step(state);
			const { failures, memory } = state;
			return step({ name: "connecting", failures, memory }, { type: "open" });
		}
		case "join":
			return joinTimeout(terms, state);
		case "ping":
			return ping(terms, state);
		case "pong":
			return missed(terms, state);
	}
}
