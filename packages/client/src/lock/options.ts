import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { isSerial, type LockClientRules, type Version } from "@gw-sim/protocols/lock";
import {
	type Dial,
	systemClock,
	systemRandom,
	type WebSocketConstructor,
	whatwgDial,
} from "@gw-sim/transport";
import { defaultDial } from "#default-dial";
import { assertRetries, limitsOf } from "../limits.js";
import { tokenProtocols } from "./auth-token.js";
import { lockEndpoint } from "./endpoint.js";

/** What every lock has to be told. */
export interface RequiredLockClientOptions {
	/** The hub's full endpoint, as in `ws://127.0.0.1:4000/socket/websocket`; its query is kept. */
	readonly url: string | URL;
	/** Which lock this is: 1 to 250 bytes. */
	readonly serial: string;
}

/** What has a default. */
export interface OptionalLockClientOptions extends Omit<LockClientRules, "serial"> {
	/** The connection's name at the hub. @defaultValue the serial */
	readonly name?: string;
	/** Phoenix serializer version. @defaultValue "2.0.0" */
	readonly vsn?: "2.0.0" | "1.0.0";
	/** Sent as Phoenix 1.8 does, as a subprotocol. @defaultValue none */
	readonly authToken?: string;
	/** Any WHATWG WebSocket class. @defaultValue `ws` in Node, the page's own in browsers */
	readonly WebSocket?: WebSocketConstructor;
	/** Any way to connect, as one with faults; goes before `WebSocket`. */
	readonly dial?: Dial;
	/** @defaultValue the system's */
	readonly clock?: Clock;
	/** Spreads reconnections. @defaultValue the system's */
	readonly random?: Random;
	/** How long the opening handshake may take. @defaultValue 10000 */
	readonly connectTimeoutMs?: number;
	/** How long the closing handshake may take. @defaultValue 5000 */
	readonly closeTimeoutMs?: number;
}

export type LockClientOptions = RequiredLockClientOptions & OptionalLockClientOptions;

/** The options with their defaults and everything derived from them. */
export interface LockClientSettings extends LockClientRules {
	/** With the whole query. */
	readonly url: string;
	readonly version: Version;
	readonly protocols: readonly string[];
	readonly dial: Dial;
	readonly clock: Clock;
	readonly random: Random;
	readonly connectTimeoutMs: number;
	readonly closeTimeoutMs: number;
	readonly requestTimeoutMs: number;
	readonly joinTimeoutMs: number;
	readonly heartbeatTimeoutMs: number;
	readonly maxRequests: number;
}

const defaults = {
	connectTimeoutMs: 10_000,
	closeTimeoutMs: 5000,
	requestTimeoutMs: 10_000,
	joinTimeoutMs: 10_000,
	heartbeatMs: 30_000,
	heartbeatTimeoutMs: 10_000,
	maxRequests: 64,
} as const satisfies Partial<OptionalLockClientOptions>;

const noProtocols: readonly string[] = [];

/** @throws UsageError where an option is wrong; the message says how to mend it. */
export function lockClientSettings(options: LockClientOptions): LockClientSettings {
	const { serial, maxRetries, backoffSteps, authToken, WebSocket } = options;
	if (!isSerial(serial))
		throw new UsageError("serial must be 1 to 250 bytes of UTF-8 text, as lock-8650");
	assertRetries(maxRetries, backoffSteps);
	const { url, version } = lockEndpoint(options);
	return {
		serial,
		url,
		version,
		protocols: authToken === undefined ? noProtocols : tokenProtocols(authToken),
		dial: options.dial ?? (WebSocket === undefined ? defaultDial : whatwgDial(WebSocket)),
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		...limitsOf(options, defaults),
		...(maxRetries === undefined ? {} : { maxRetries }),
		...(backoffSteps === undefined ? {} : { backoffSteps }),
	};
}
