import {
	backoffStepMs,
	deviceBackoffSpread,
	deviceBackoffSteps,
	type JsonValue,
	type Machine,
	type Step,
	step,
} from "@gw-sim/core";
import type {
	ConnectTrouble,
	LockClientEffect,
	LockClientInput,
	LockClientRules,
	LockClientState,
	LockClientTimer,
	LockLoss,
	Wire,
} from "./client-state.js";
import type { Broadcast, Payload, Push, Reply, ServerMessage } from "./messages.js";
import { lockTopic } from "./rules.js";
import { parseLockState } from "./schemas.js";

type ClientStep = Step<LockClientState, LockClientEffect>;

const offline: LockClientState = { name: "offline" };

/**
 * The device's half of the conversation: connects, joins its own topic, keeps the connection alive,
 * and comes back after every loss by the schedule of all devices. Each join takes a fresh ref, so a
 * late `phx_close` of an earlier join cannot be taken for one of this.
 */
export function lockClientMachine(
	rules: LockClientRules,
): Machine<LockClientState, LockClientInput, LockClientEffect> {
	const {
		serial,
		maxRetries = Number.POSITIVE_INFINITY,
		backoffSteps = deviceBackoffSteps,
		joinTimeoutMs = 10_000,
		requestTimeoutMs = 10_000,
		heartbeatMs = 30_000,
		heartbeatTimeoutMs = 10_000,
		maxRequests = 64,
	} = rules;
	const topic = lockTopic(serial);

	return (state, input) => {
		switch (input.type) {
			case "connect":
				return state.name === "offline" || state.name === "gave-up"
					? step({ name: "connecting", failures: 0 }, { type: "open" })
					: step(state);
			case "disconnect":
				return disconnect(state);
			case "opened":
				return state.name === "connecting"
					? join({ nextRef: 1, heartbeatRef: null }, state.failures, [
							{ type: "arm", timer: "heartbeat", ms: heartbeatMs },
						])
					: step(state);
			case "closed":
				return closed(state, input.code, input.failure);
			case "received":
				return received(state, input.message);
			case "request":
				return request(state, input.id, input.event, input.payload);
			case "timer":
				return timer(state, input.timer);
		}
	};

	function join(
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

	function leave(wire: Wire, joinRef: string): LockClientEffect {
		const ref = String(wire.nextRef);
		return { type: "send", message: { joinRef, ref, topic, event: "phx_leave", payload: {} } };
	}

	function disconnect(state: LockClientState): ClientStep {
		switch (state.name) {
			case "offline":
			case "gave-up":
				return step(state);
			case "connecting":
				return step(offline, { type: "terminate" });
			case "joining":
			case "online":
				return step(offline, ...settleAll(state), ...quiet, leave(state.wire, state.joinRef), {
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

	function closed(state: LockClientState, code: number, failure?: ConnectTrouble): ClientStep {
		const loss: LockLoss = {
			cause: "closed",
			code,
			...(failure === undefined ? {} : { failure }),
		};
		switch (state.name) {
			case "connecting":
			case "joining":
			case "online":
				return lost(state, loss, null);
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

	/** Off line until the retry timer fires; with the socket where that is still of use. */
	function lost(
		state: Extract<LockClientState, { name: "connecting" | "joining" | "online" }>,
		loss: LockLoss,
		wire: Wire | null,
		...effects: readonly LockClientEffect[]
	): ClientStep {
		const failures = (state.name === "online" ? 0 : state.failures) + 1;
		const gaveUp = failures > maxRetries;
		const ends: readonly LockClientEffect[] = [
			...settleAll(state),
			{ type: "disarm", timer: "join" },
			...(wire === null || gaveUp ? quiet : []),
			...effects,
			...(gaveUp && wire !== null ? [{ type: "close", code: 1000 } as const] : []),
			{ type: "lost", loss, gaveUp },
		];
		if (gaveUp) return step<LockClientState, LockClientEffect>({ name: "gave-up" }, ...ends);
		const ms = backoffStepMs(backoffSteps, failures - 1);
		return step<LockClientState, LockClientEffect>({ name: "backoff", failures, wire }, ...ends, {
			type: "arm",
			timer: "retry",
			ms,
			spread: deviceBackoffSpread,
		});
	}

	function received(state: LockClientState, message: ServerMessage): ClientStep {
		if (state.name !== "joining" && state.name !== "online" && state.name !== "backoff")
			return step(state);
		if (state.wire === null) return step(state);
		if (message.kind === "reply" && message.topic === "phoenix")
			return heartbeatReply(state, state.wire, message);
		if (state.name === "backoff" || message.topic !== topic) return step(state);
		// A message of an earlier join on this socket.
		if (
			message.kind !== "broadcast" &&
			message.joinRef !== null &&
			message.joinRef !== state.joinRef
		)
			return step(state);
		if (message.kind === "reply")
			return state.name === "joining" ? joinReply(state, message) : requestReply(state, message);
		return pushed(state, message);
	}

	function heartbeatReply(state: LockClientState, wire: Wire, message: Reply): ClientStep {
		if (wire.heartbeatRef === null || message.ref !== wire.heartbeatRef) return step(state);
		return step<LockClientState, LockClientEffect>(
			withWire(state, { ...wire, heartbeatRef: null }),
			{ type: "disarm", timer: "heartbeat-reply" },
			{ type: "arm", timer: "heartbeat", ms: heartbeatMs },
		);
	}

	function joinReply(
		state: Extract<LockClientState, { name: "joining" }>,
		message: Reply,
	): ClientStep {
		if (message.ref !== state.joinRef) return step(state);
		if (message.status !== "ok")
			return lost(state, { cause: "join-refused", reason: reasonIn(message.response) }, state.wire);
		const lockState = parseLockState(message.response);
		if (lockState === null) return lost(state, { cause: "bad-state" }, state.wire);
		return step<LockClientState, LockClientEffect>(
			{ name: "online", wire: state.wire, joinRef: state.joinRef, requests: new Map() },
			{ type: "disarm", timer: "join" },
			{ type: "joined", state: lockState },
		);
	}

	function requestReply(
		state: Extract<LockClientState, { name: "online" }>,
		message: Reply,
	): ClientStep {
		const ref = typeof message.ref === "string" ? message.ref : "";
		const id = state.requests.get(ref);
		if (id === undefined) return step(state);
		const { status, response } = message;
		return step<LockClientState, LockClientEffect>(
			without(state, ref),
			{ type: "disarm", timer: `request:${ref}` },
			{ type: "settle", id, outcome: { ok: true, status, response } },
		);
	}

	function pushed(
		state: Extract<LockClientState, { name: "joining" | "online" }>,
		message: Push | Broadcast,
	): ClientStep {
		const { event, payload } = message;
		if (event === "phx_error") return lost(state, { cause: "channel-error" }, state.wire);
		if (event === "phx_close") return lost(state, { cause: "channel-closed" }, state.wire);
		return state.name === "online" ? step(state, { type: "event", event, payload }) : step(state);
	}

	function request(
		state: LockClientState,
		id: number,
		event: string,
		payload: Payload,
	): ClientStep {
		if (state.name !== "online")
			return step(state, { type: "settle", id, outcome: { ok: false, why: "not-online" } });
		if (state.requests.size >= maxRequests)
			return step(state, { type: "settle", id, outcome: { ok: false, why: "too-many" } });
		const { joinRef, wire } = state;
		const ref = String(wire.nextRef);
		return step<LockClientState, LockClientEffect>(
			{
				...state,
				wire: { ...wire, nextRef: wire.nextRef + 1 },
				requests: new Map(state.requests).set(ref, id),
			},
			{ type: "send", message: { joinRef, ref, topic, event, payload } },
			{ type: "arm", timer: `request:${ref}`, ms: requestTimeoutMs },
		);
	}

	function timer(state: LockClientState, name: LockClientTimer): ClientStep {
		switch (name) {
			case "retry":
				if (state.name !== "backoff") return step(state);
				return state.wire === null
					? step({ name: "connecting", failures: state.failures }, { type: "open" })
					: join(state.wire, state.failures);
			case "join": {
				if (state.name !== "joining") return step(state);
				const wire = { ...state.wire, nextRef: state.wire.nextRef + 1 };
				return lost(state, { cause: "join-timeout" }, wire, leave(state.wire, state.joinRef));
			}
			case "heartbeat":
				return heartbeat(state);
			case "heartbeat-reply":
				return zombie(state);
			default:
				return requestTimeout(state, name.slice("request:".length));
		}
	}

	function heartbeat(state: LockClientState): ClientStep {
		const wire = wireOf(state);
		if (wire === null) return step(state);
		const ref = String(wire.nextRef);
		return step<LockClientState, LockClientEffect>(
			withWire(state, { nextRef: wire.nextRef + 1, heartbeatRef: ref }),
			{
				type: "send",
				message: { joinRef: null, ref, topic: "phoenix", event: "heartbeat", payload: {} },
			},
			{ type: "arm", timer: "heartbeat-reply", ms: heartbeatTimeoutMs },
		);
	}

	/** Nothing comes back: a closing handshake would not either. */
	function zombie(state: LockClientState): ClientStep {
		if (state.name === "joining" || state.name === "online")
			return lost(state, { cause: "heartbeat-timeout" }, null, { type: "terminate" });
		if (state.name === "backoff" && state.wire !== null)
			return step<LockClientState, LockClientEffect>(
				{ ...state, wire: null },
				{ type: "disarm", timer: "heartbeat" },
				{ type: "terminate" },
			);
		return step(state);
	}

	function requestTimeout(state: LockClientState, ref: string): ClientStep {
		if (state.name !== "online") return step(state);
		const id = state.requests.get(ref);
		if (id === undefined) return step(state);
		return step<LockClientState, LockClientEffect>(without(state, ref), {
			type: "settle",
			id,
			outcome: { ok: false, why: "timeout" },
		});
	}
}

const quiet: readonly LockClientEffect[] = [
	{ type: "disarm", timer: "retry" },
	{ type: "disarm", timer: "join" },
	{ type: "disarm", timer: "heartbeat" },
	{ type: "disarm", timer: "heartbeat-reply" },
];

function wireOf(state: LockClientState): Wire | null {
	return "wire" in state ? state.wire : null;
}

function withWire(state: LockClientState, wire: Wire): LockClientState {
	return "wire" in state ? { ...state, wire } : state;
}

function without(
	state: Extract<LockClientState, { name: "online" }>,
	ref: string,
): LockClientState {
	const requests = new Map(state.requests);
	requests.delete(ref);
	return { ...state, requests };
}

function settleAll(state: LockClientState): readonly LockClientEffect[] {
	if (state.name !== "online") return [];
	return [...state.requests].flatMap(([ref, id]): readonly LockClientEffect[] => [
		{ type: "disarm", timer: `request:${ref}` },
		{ type: "settle", id, outcome: { ok: false, why: "closed" } },
	]);
}

function reasonIn(response: Payload): string {
	const reason: JsonValue | undefined =
		typeof response === "object" && response !== null && "reason" in response
			? response.reason
			: undefined;
	return typeof reason === "string" ? reason : "no reason given";
}
