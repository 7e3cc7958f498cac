import { step } from "@gw-sim/core";
import { ends, idsOf, isFull, settle } from "./client-requests.js";
import type { Live, PendingJoin, PuffClientEffect, PuffClientState } from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { PuffDeviceState } from "./device-state.js";
import type { ClientMessage, Hello } from "./messages.js";
import type { ReceivedError, ReceivedJoinedGroup } from "./received.js";

/** The hello: says who it is, and goes back to where it was. */
export function greeted(
	terms: Terms,
	state: Extract<PuffClientState, { name: "greeting" | "connecting" | "backoff" }>,
	hello: Hello,
): ClientStep {
	if (state.name !== "greeting") return step(state);
	const { memory } = state;
	const { heartbeatIntervalMs } = hello;
	const live: Live = {
		name: "live",
		memory,
		failures: memory.group === null ? 0 : state.failures,
		heartbeatIntervalMs,
		groupId: null,
		joins: [],
		creates: [],
	};
	const introduction: readonly PuffClientEffect[] =
		Object.keys(memory.user).length === 0 ? [] : [send({ kind: "user", changes: memory.user })];
	const back = rejoin(terms, live);
	return step<PuffClientState, PuffClientEffect>(
		back.state,
		{ type: "disarm", timer: "hello" },
		{ type: "arm", timer: "heartbeat", ms: heartbeatIntervalMs },
		...introduction,
		...back.effects,
		{ type: "hello", hello },
	);
}

/** Op 1. One that waits for its answer already answers for all that want the same. */
export function join(
	terms: Terms,
	state: PuffClientState,
	id: number,
	groupId: string,
): ClientStep {
	if (state.name !== "live") return step(state, settle(id, { ok: false, why: "not-online" }));
	if (isFull(terms, state)) return step(state, settle(id, { ok: false, why: "too-many" }));
	const deadline: PuffClientEffect = {
		type: "arm",
		timer: `request:${id}`,
		ms: terms.requestTimeoutMs,
	};
	const pending = state.joins.find((other) => other.groupId === groupId && !other.isVoid);
	if (pending !== undefined) {
		const shared = { ...pending, ids: [...pending.ids, id] };
		const joins = state.joins.map((other) => (other === pending ? shared : other));
		return step<PuffClientState, PuffClientEffect>({ ...state, joins }, deadline);
	}
	const joins = [...state.joins, { groupId, ids: [id], isVoid: false }];
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, joins },
		send({ kind: "join", groupId }),
		deadline,
	);
}

/** Also without having been asked for: the latest gateways let whoever creates a group in. */
export function joined(state: Live, message: ReceivedJoinedGroup): ClientStep {
	const { groupId, name } = message;
	const pending = state.joins.find((other) => other.groupId === groupId);
	const joins = state.joins.filter((other) => other !== pending);
	if (pending?.isVoid) return step({ ...state, joins });
	const { device } = state.memory;
	const memory = { ...state.memory, group: groupId };
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, memory, failures: 0, groupId, joins },
		{ type: "disarm", timer: "rejoin" },
		// What the gateway knew of the device it has forgotten.
		...(Object.keys(device).length === 0 ? [] : [sendDevice(device)]),
		{ type: "joined", joined: message },
		...ends(pending?.ids ?? [], { ok: true, groupId, name }),
	);
}

/** The answer to the first op 1 that waits; an event like any other where none does. */
export function joinRefused(terms: Terms, state: Live, error: ReceivedError): ClientStep {
	const [pending, ...joins] = state.joins;
	if (pending === undefined) return step(state, { type: "event", event: error });
	const { ids, groupId, isVoid } = pending;
	const next = { ...state, joins };
	const refused = ends(ids, { ok: false, why: "refused", code: error.code });
	const isOwn = !isVoid && state.groupId === null && groupId === state.memory.group;
	if (!isOwn) return step(next, ...refused);
	return step<PuffClientState, PuffClientEffect>(
		next,
		...refused,
		{ type: "rejoin-failed", groupId, code: error.code },
		{ type: "arm", timer: "rejoin", ms: terms.rejoinMs },
	);
}

/** The rejoin timer: either it is time to try again, or the last try was never answered. */
export function rejoinDue(terms: Terms, state: PuffClientState): ClientStep {
	if (state.name !== "live" || state.groupId !== null) return step(state);
	const { group } = state.memory;
	const unanswered = state.joins.find(({ groupId, isVoid }) => groupId === group && !isVoid);
	if (unanswered === undefined || group === null) return rejoin(terms, state);
	const joins = state.joins.filter((other) => other !== unanswered);
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, joins },
		...ends(unanswered.ids, { ok: false, why: "timeout" }),
		{ type: "rejoin-failed", groupId: group, code: null },
		{ type: "arm", timer: "rejoin", ms: terms.rejoinMs },
	);
}

function rejoin({ requestTimeoutMs }: Terms, state: Live): ClientStep {
	const { group } = state.memory;
	if (group === null) return step(state);
	const pending: PendingJoin = { groupId: group, ids: [], isVoid: false };
	return step<PuffClientState, PuffClientEffect>(
		{ ...state, joins: [...state.joins, pending] },
		send({ kind: "join", groupId: group }),
		{ type: "arm", timer: "rejoin", ms: requestTimeoutMs },
	);
}

/** Op 7, also after op 1s that wait for their answer, which are void by it. */
export function leave(state: PuffClientState): ClientStep {
	const memory = { ...state.memory, group: null };
	if (state.name !== "live") return step({ ...state, memory });
	const { groupId, joins } = state;
	const isAnywhere = groupId !== null || joins.length > 0;
	return step<PuffClientState, PuffClientEffect>(
		{
			...state,
			memory,
			groupId: null,
			joins: joins.map((pending) => ({ ...pending, ids: [], isVoid: true })),
		},
		{ type: "disarm", timer: "rejoin" },
		...(isAnywhere ? [send({ kind: "leave" })] : []),
		...(groupId === null ? [] : [{ type: "left" } as const]),
		...ends(idsOf(joins), { ok: false, why: "left" }),
	);
}

/** Op 4 where there is a group to tell; otherwise with the rest once there is one. */
export function device(state: PuffClientState, changes: PuffDeviceState): ClientStep {
	const memory = { ...state.memory, device: { ...state.memory.device, ...changes } };
	const isTold = state.name === "live" && state.groupId !== null;
	return step({ ...state, memory }, ...(isTold ? [sendDevice(changes)] : []));
}

function sendDevice(changes: PuffDeviceState): PuffClientEffect {
	return send({ kind: "device", deviceState: JSON.stringify(changes) });
}

export function send(message: ClientMessage): PuffClientEffect {
	return { type: "send", message };
}
