import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { pingIntervalMs, type RoomsClientRules } from "@gw-sim/protocols/rooms";
import {
	type Dial,
	systemClock,
	systemRandom,
	type WebSocketConstructor,
	whatwgDial,
} from "@gw-sim/transport";
import { defaultDial } from "#default-dial";
import { sha256 } from "#sha256";
import { assertRetries, limitsOf } from "../limits.js";
import type { Sha256 } from "../sha256.js";
import { type RoomsEndpoint, roomsEndpoint } from "./endpoint.js";

/** What every client has to be told. */
export interface RequiredRoomsClientOptions {
	/** The server's full endpoint, as in `ws://127.0.0.1:4000/websocket`; its query is kept. */
	readonly url: string | URL;
}

/** What has a default. */
export interface OptionalRoomsClientOptions extends RoomsClientRules {
	/** @defaultValue what the URL says, else "default" */
	readonly room?: string;
	/** The session to go on with, as `client.session` told it in an earlier life. @defaultValue what the URL says, else a new one */
	readonly session?: string;
	/** Whether a signing key that was right is kept, to authenticate every later connection. @defaultValue false */
	readonly keepAuthenticated?: boolean;
	/** Any WHATWG WebSocket class. @defaultValue `ws` in Node, the page's own in browsers */
	readonly WebSocket?: WebSocketConstructor;
	/** Any way to connect, as one with faults; goes before `WebSocket`. */
	readonly dial?: Dial;
	/** @defaultValue the system's */
	readonly clock?: Clock;
	/** Spreads reconnections. @defaultValue the system's */
	readonly random?: Random;
	/** @defaultValue `node:crypto` in Node, WebCrypto in browsers */
	readonly sha256?: Sha256;
	/** How long the opening handshake may take. @defaultValue 10000 */
	readonly connectTimeoutMs?: number;
	/** How long the closing handshake may take. @defaultValue 5000 */
	readonly closeTimeoutMs?: number;
}

export type RoomsClientOptions = RequiredRoomsClientOptions & OptionalRoomsClientOptions;

/** The options with their defaults and everything derived from them. */
export interface RoomsClientSettings {
	readonly endpoint: RoomsEndpoint;
	readonly keepAuthenticated: boolean;
	readonly dial: Dial;
	readonly clock: Clock;
	readonly random: Random;
	readonly sha256: Sha256;
	readonly connectTimeoutMs: number;
	readonly closeTimeoutMs: number;
	readonly rules: Required<Omit<RoomsClientRules, "maxRetries" | "backoffSteps">> &
		Pick<RoomsClientRules, "maxRetries" | "backoffSteps">;
}

const defaults = {
	connectTimeoutMs: 10_000,
	closeTimeoutMs: 5000,
	joinTimeoutMs: 10_000,
	requestTimeoutMs: 10_000,
	maxRequests: 64,
} as const;

/** Those that 0 turns off. */
const rhythms = { pingMs: pingIntervalMs, silenceTimeoutMs: 0 } as const;

/** @throws UsageError where an option is wrong; the message says how to mend it. */
export function roomsClientSettings(options: RoomsClientOptions): RoomsClientSettings {
	const { WebSocket, maxRetries, backoffSteps } = options;
	assertRetries(maxRetries, backoffSteps);
	const { connectTimeoutMs, closeTimeoutMs, ...limits } = limitsOf(options, defaults);
	return {
		endpoint: roomsEndpoint(options),
		keepAuthenticated: options.keepAuthenticated ?? false,
		dial: options.dial ?? (WebSocket === undefined ? defaultDial : whatwgDial(WebSocket)),
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		sha256: options.sha256 ?? sha256,
		connectTimeoutMs,
		closeTimeoutMs,
		rules: {
			...limits,
			pingMs: rhythm(options, "pingMs"),
			silenceTimeoutMs: rhythm(options, "silenceTimeoutMs"),
			...(maxRetries === undefined ? {} : { maxRetries }),
			...(backoffSteps === undefined ? {} : { backoffSteps }),
		},
	};
}

function rhythm(options: RoomsClientOptions, name: keyof typeof rhythms): number {
	if (options[name] === 0) return 0;
	try {
		return limitsOf({ [name]: options[name] }, { [name]: rhythms[name] })[name] ?? rhythms[name];
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		throw new UsageError(`${error.message}, or 0 to turn it off`, { cause: error });
	}
}
