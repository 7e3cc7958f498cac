import { step } from "@gw-sim/core";
import { frameOf } from "./client-requests.js";
import type {
	OnTheWay,
	RoomsClientEffect,
	RoomsClientState,
	WaitingRequest,
} from "./client-state.js";
import type { ClientStep, Terms } from "./client-terms.js";
import type { Profile, Subscription } from "./messages.js";
import { allIds, subscriptionText } from "./subscriptions.js";

/** The server speaks first; the client has only to wait for its profile. */
export function opened(
	{ joinTimeoutMs, pingMs, silenceTimeoutMs }: Terms,
	state: OnTheWay,
): ClientStep {
	return step<RoomsClientState, RoomsClientEffect>(
		{ ...state, name: "joining" },
		{ type: "arm", timer: "join", ms: joinTimeoutMs },
		...optional("ping", pingMs),
		...optional("silence", silenceTimeoutMs),
	);
}

/** Arms a timer that 0 turns off. */
export function optional(timer: "ping" | "silence", ms: number): readonly RoomsClientEffect[] {
	return ms === 0 ? [] : [{ type: "arm", timer, ms }];
}

/**
 * The connection's first profile. Subscriptions belong to a connection, properties to the session:
 * the former are always made again, the latter only in a session that is not the old one.
 */
export function joined(state: RoomsClientState, profile: Profile): ClientStep {
	const { session, wanted, properties } = state.memory;
	const isAnother = properties !== null && profile.id !== session;
	const login: readonly WaitingRequest[] = isAnother
		? [{ kind: "login", properties, id: null }]
		: [];
	return step<RoomsClientState, RoomsClientEffect>(
		{ name: "online", memory: { ...state.memory, session: profile.id }, awaited: login },
		{ type: "disarm", timer: "join" },
		...wanted.map((subscription) => sendSubscription("subscribe", subscription)),
		...login.map((asked): RoomsClientEffect => ({ type: "send", message: frameOf(asked) })),
		{ type: "joined", profile },
	);
}

/** Remembers the wish; tells the server of it where there is a connection. */
export function want(
	state: RoomsClientState,
	type: "subscribe" | "unsubscribe",
	subscription: Subscription,
): ClientStep {
	const { event, id } = subscription;
	const isGone = (other: Subscription): boolean =>
		other.event === event && (other.id === id || (type === "unsubscribe" && id === allIds));
	const kept = state.memory.wanted.filter((other) => !isGone(other));
	const wanted = type === "subscribe" ? [...kept, subscription] : kept;
	const next = { ...state, memory: { ...state.memory, wanted } };
	return state.name === "online" ? step(next, sendSubscription(type, subscription)) : step(next);
}

function sendSubscription(
	type: "subscribe" | "unsubscribe",
	subscription: Subscription,
): RoomsClientEffect {
	return { type: "send", message: { type, data: subscriptionText(subscription) } };
}
