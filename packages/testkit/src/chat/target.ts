import type { Clock } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";

/** Tokens for 110. What is left out skips the cases that need it. */
export interface ChatTokens {
	/** A user who is neither banned nor an administrator. */
	readonly user: string;
	/** Another such user. */
	readonly other?: string;
	readonly admin?: string;
	readonly bot?: string;
	/** A user who is banned already. */
	readonly banned?: string;
	/** Well signed, for a user that the gateway does not have. */
	readonly unknownUser?: string;
	/** Well signed, for a bot that the gateway does not have. */
	readonly unknownBot?: string;
	/** Users who may be banned for good, one for each case that bans: three. */
	readonly victims?: readonly string[];
}

/** The names of the single tokens. */
export type TokenName = Exclude<keyof ChatTokens, "victims">;

/** A gateway under test: where it is, and what it says of itself. */
export interface ChatTarget {
	/** As for a client: `ws://127.0.0.1:4000/chat`. */
	readonly url: string;
	readonly dial: Dial;
	readonly clock: Clock;
	readonly tokens: ChatTokens;
	/**
	 * Signs a payload, given as JSON text, as the gateway wants it; the header too, where one is
	 * given. Opens the cases on tokens that are well signed and still wrong.
	 */
	readonly sign?: (payload: string, header?: string) => string;
	/**
	 * Shuts the gateway down as its operator would and starts it again at the same URL; settles when
	 * it is back.
	 */
	readonly restart?: () => Promise<void>;
	/** The interval that the gateway gives its clients. @defaultValue 20000 */
	readonly hbIntMs?: number;
	/** @defaultValue 4096 */
	readonly maxPayloadBytes?: number;
	/** Payloads of one connection. @defaultValue 120 in 60000 ms */
	readonly rate?: { readonly payloads: number; readonly perMs: number };
	/** What is kept of a lost session. @defaultValue 256 events for 120000 ms */
	readonly session?: { readonly ttlMs: number; readonly bufferEvents: number };
	/**
	 * The longest that a case may let time pass; cases that need more are skipped. Infinity under a
	 * virtual clock. @defaultValue 5000
	 */
	readonly patienceMs?: number;
	/** How long anything expected may take. @defaultValue 4000 */
	readonly waitMs?: number;
	/** How long to watch that nothing comes. @defaultValue 150 */
	readonly quietMs?: number;
}

/** A target with the defaults of the protocol. */
export type Terms = Required<Omit<ChatTarget, "sign" | "restart">>;

export function termsOf(target: ChatTarget): Terms {
	return {
		url: target.url,
		dial: target.dial,
		clock: target.clock,
		tokens: target.tokens,
		hbIntMs: target.hbIntMs ?? 20_000,
		maxPayloadBytes: target.maxPayloadBytes ?? 4096,
		rate: target.rate ?? { payloads: 120, perMs: 60_000 },
		session: target.session ?? { ttlMs: 120_000, bufferEvents: 256 },
		patienceMs: target.patienceMs ?? 5000,
		waitMs: target.waitMs ?? 4000,
		quietMs: target.quietMs ?? 150,
	};
}

/** Why a target does not fit; null where it does. */
export type Need = (target: ChatTarget) => string | null;

export function needsTokens(...names: readonly TokenName[]): Need {
	return ({ tokens }) => {
		const missing = names.filter((name) => tokens[name] === undefined);
		return missing.length === 0 ? null : `the target gives no token for ${missing.join(", ")}`;
	};
}

export function needsVictims(count: number): Need {
	return ({ tokens: { victims = [] } }) =>
		victims.length >= count ? null : `the target gives fewer than ${count} victims`;
}

export const needsSigner: Need = ({ sign }) =>
	sign === undefined ? "the target signs no tokens" : null;

export const needsRestart: Need = ({ restart }) =>
	restart === undefined ? "the target cannot be restarted" : null;

/** That time may pass, as much as the terms ask for. */
export function needsPatience(wanted: (terms: Terms) => number): Need {
	return (target) => {
		const terms = termsOf(target);
		const ms = wanted(terms);
		return ms <= terms.patienceMs ? null : `takes ${ms} ms; patienceMs is ${terms.patienceMs}`;
	};
}
