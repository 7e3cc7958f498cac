import type { Clock } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";

/** What a gateway answered to a plain request. */
export interface HttpAnswer {
	readonly status: number;
	readonly body: string;
	/** A response header, whatever its name's case; null where it is absent. */
	header(name: string): string | null;
}

/** What a gateway answered to an upgrade. */
export interface HandshakeAnswer {
	readonly status: number;
	/** A response header, whatever its name's case; null where it is absent. */
	header(name: string): string | null;
}

/** A connection that can send pings and pongs of the WebSocket protocol. */
export interface PingingConnection {
	/** Sends a ping; settles with its pong, and rejects where the connection ends first. */
	ping(): Promise<void>;
	/** Sends a pong that nobody asked for. */
	pong(): void;
	/** With which code it was closed; null while it is open. */
	readonly closeCode: number | null;
	close(): void;
}

/** A puff gateway to be judged. Cases that need what is not given here are skipped. */
export interface PuffTarget {
	/** WebSocket URL of the endpoint without a query: `ws://127.0.0.1:9000/socket`. */
	readonly url: string;
	readonly dial: Dial;
	readonly clock: Clock;
	/** What hello tells. @defaultValue 25000 */
	readonly heartbeatIntervalMs?: number;
	/** Without a message for this long a connection is closed. @defaultValue 60000 */
	readonly idleTimeoutMs?: number;
	/** Without a heartbeat for this long a connection is closed with 4002; absent where none is. */
	readonly heartbeatTimeoutMs?: number;
	/** How long a group outlives its last member. @defaultValue 10000 */
	readonly emptyGroupTtlMs?: number;
	/** How long a group waits for its first member. @defaultValue 30000 */
	readonly unjoinedGroupTtlMs?: number;
	/**
	 * `seed` is the first gateway to the letter: the ready members alone are told to heat, without
	 * more, and GROUP_USER_UPDATED tells a user's name. @defaultValue default
	 */
	readonly compat?: "default" | "seed";
	/** Beyond how many bytes a message closes the connection with 1009. */
	readonly maxPayloadBytes?: number;
	/** How deep the JSON of a message may nest. */
	readonly maxDepth?: number;
	/** Whether nobody else uses the gateway meanwhile: everybody hears of public groups. */
	readonly isAlone?: boolean;
	/** Whether no other protocol answers HTTP on its port. */
	readonly ownsPort?: boolean;
	/** A request for a path of the gateway's origin. */
	readonly http?: (
		method: string,
		path: string,
		headers?: Readonly<Record<string, string>>,
	) => Promise<HttpAnswer>;
	/** Upgrades with headers of its own, and ends the connection again. */
	readonly handshake?: (
		url: string,
		headers: Readonly<Record<string, string>>,
	) => Promise<HandshakeAnswer>;
	/** Connects so that pings can be sent. */
	readonly connectPinging?: (url: string) => Promise<PingingConnection>;
	/** Deletes a group as its operator would. */
	readonly deleteGroup?: (groupId: string) => Promise<void>;
	/**
	 * The longest that a case may let time pass; cases that need more are skipped. Infinity under a
	 * virtual clock. @defaultValue 5000
	 */
	readonly patienceMs?: number;
	/** How long anything expected may take. @defaultValue 4000 */
	readonly waitMs?: number;
	/** How long to watch that nothing comes, where nothing quicker can tell. @defaultValue 150 */
	readonly quietMs?: number;
}

type Optional =
	| "heartbeatTimeoutMs"
	| "maxPayloadBytes"
	| "maxDepth"
	| "http"
	| "handshake"
	| "connectPinging"
	| "deleteGroup";

/** A target with the protocol's own values where it gives none. */
export type Terms = Required<Omit<PuffTarget, Optional>> & Pick<PuffTarget, Optional>;

export function termsOf(target: PuffTarget): Terms {
	return {
		heartbeatIntervalMs: 25_000,
		idleTimeoutMs: 60_000,
		emptyGroupTtlMs: 10_000,
		unjoinedGroupTtlMs: 30_000,
		compat: "default",
		isAlone: false,
		ownsPort: false,
		patienceMs: 5000,
		waitMs: 4000,
		quietMs: 150,
		...target,
	};
}

/** Why a target does not do for a case; null where it does. */
export type Need = (target: PuffTarget) => string | null;

/** Something that not everybody can give. */
export function needs(...names: readonly Optional[]): Need {
	return (target) => {
		const absent = names.find((name) => target[name] === undefined);
		return absent === undefined ? null : `the target gives no ${absent}`;
	};
}

/** That nobody else makes groups public meanwhile. */
export const needsSolitude: Need = ({ isAlone }) =>
	isAlone === true ? null : "others may use the gateway: isAlone is not set";

/** That paths which the gateway does not know are its own to answer. */
export const needsItsPort: Need = ({ ownsPort }) =>
	ownsPort === true ? null : "its port may answer more than this protocol: ownsPort is not set";

/** That time may pass, as much as the terms ask for. */
export function needsPatience(wanted: (terms: Terms) => number): Need {
	return (target) => {
		const terms = termsOf(target);
		const ms = wanted(terms);
		return ms <= terms.patienceMs ? null : `takes ${ms} ms; patienceMs is ${terms.patienceMs}`;
	};
}

/** A way into the gateway. */
export interface Entry {
	/** Instead of no query. */
	readonly query?: Readonly<Record<string, string>>;
	/** Instead of the endpoint's path. */
	readonly path?: string;
}

export function urlOf({ url }: PuffTarget, { query = {}, path }: Entry): string {
	const whole = new URL(url);
	if (path !== undefined) whole.pathname = path;
	for (const [key, value] of Object.entries(query)) whole.searchParams.set(key, value);
	return whole.href;
}
