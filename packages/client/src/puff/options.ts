import type { Clock, Random } from "@gw-sim/core";
import type { PuffClientRules, UserChanges } from "@gw-sim/protocols/puff";
import {
	type Dial,
	systemClock,
	systemRandom,
	type WebSocketConstructor,
	whatwgDial,
} from "@gw-sim/transport";
import { defaultDial } from "#default-dial";
import { inflate } from "#inflate";
import { assertRetries, limitsOf } from "../limits.js";
import { type Compression, type PuffEndpoint, puffEndpoint } from "./endpoint.js";
import type { Inflate } from "./inflate.js";
import { outgoingUser } from "./outgoing.js";

/** What every client has to be told. */
export interface RequiredPuffClientOptions {
	/** The gateway's full endpoint, as in `ws://127.0.0.1:4000/socket`; its query is kept. */
	readonly url: string | URL;
}

/** What has a default. */
export interface OptionalPuffClientOptions extends PuffClientRules {
	/** What the others see; up to 32 characters. @defaultValue what the gateway calls it, "Unnamed" */
	readonly name?: string;
	/** As `peak`; the first gateways know it alone. @defaultValue none */
	readonly deviceType?: string;
	/** How the gateway packs what it sends. @defaultValue what the URL says, else "none" */
	readonly compression?: Compression;
	/** Any WHATWG WebSocket class. @defaultValue `ws` in Node, the page's own in browsers */
	readonly WebSocket?: WebSocketConstructor;
	/** Any way to connect, as one with faults; goes before `WebSocket`. */
	readonly dial?: Dial;
	/** @defaultValue the system's */
	readonly clock?: Clock;
	/** Spreads reconnections. @defaultValue the system's */
	readonly random?: Random;
	/** Unpacks zlib. @defaultValue `node:zlib` in Node, DecompressionStream in browsers */
	readonly inflate?: Inflate;
	/** How long the opening handshake may take. @defaultValue 10000 */
	readonly connectTimeoutMs?: number;
	/** How long the closing handshake may take. @defaultValue 5000 */
	readonly closeTimeoutMs?: number;
	/** What one compressed message may unpack to. @defaultValue 4194304 */
	readonly maxMessageBytes?: number;
}

export type PuffClientOptions = RequiredPuffClientOptions & OptionalPuffClientOptions;

/** The options with their defaults and everything derived from them. */
export interface PuffClientSettings {
	readonly endpoint: PuffEndpoint;
	readonly user: UserChanges;
	readonly dial: Dial;
	readonly clock: Clock;
	readonly random: Random;
	readonly inflate: Inflate;
	readonly connectTimeoutMs: number;
	readonly closeTimeoutMs: number;
	readonly maxMessageBytes: number;
	readonly rules: Required<Omit<PuffClientRules, "maxRetries" | "backoffSteps">> &
		Pick<PuffClientRules, "maxRetries" | "backoffSteps">;
}

const defaults = {
	connectTimeoutMs: 10_000,
	closeTimeoutMs: 5000,
	maxMessageBytes: 4_194_304,
	helloTimeoutMs: 10_000,
	requestTimeoutMs: 10_000,
	rejoinMs: 5000,
	maxRequests: 64,
} as const;

/** @throws UsageError where an option is wrong; the message says how to mend it. */
export function puffClientSettings(options: PuffClientOptions): PuffClientSettings {
	const { WebSocket, maxRetries, backoffSteps, name, deviceType } = options;
	assertRetries(maxRetries, backoffSteps);
	const { connectTimeoutMs, closeTimeoutMs, maxMessageBytes, ...limits } = limitsOf(
		options,
		defaults,
	);
	return {
		endpoint: puffEndpoint(options),
		user: outgoingUser({
			...(name === undefined ? {} : { name }),
			...(deviceType === undefined ? {} : { deviceType }),
		}),
		dial: options.dial ?? (WebSocket === undefined ? defaultDial : whatwgDial(WebSocket)),
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		inflate: options.inflate ?? inflate,
		connectTimeoutMs,
		closeTimeoutMs,
		maxMessageBytes,
		rules: {
			...limits,
			...(maxRetries === undefined ? {} : { maxRetries }),
			...(backoffSteps === undefined ? {} : { backoffSteps }),
		},
	};
}
