import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { type CloudClientRules, defaultSecret } from "@gw-sim/protocols/cloud";
import {
	type Dial,
	systemClock,
	systemRandom,
	type WebSocketConstructor,
	whatwgDial,
} from "@gw-sim/transport";
import { defaultDial } from "#default-dial";
import { assertRetries, limitsOf } from "../limits.js";
import { shownUrl, wsUrl } from "../ws-url.js";
import { isSecret, type SecretSource } from "./secret-source.js";

/** What every lamp has to be told. */
export interface RequiredCloudClientOptions {
	/** The server's full endpoint, as in `ws://127.0.0.1:4000/cloud`. */
	readonly url: string | URL;
}

/** What has a default. */
export interface OptionalCloudClientOptions extends CloudClientRules {
	/** @defaultValue "cloud-my-butt", that of the founding document */
	readonly secret?: SecretSource;
	/** Whether colours that come with the mode of weather are refused; the first servers send such. @defaultValue false */
	readonly strict?: boolean;
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
	/** How long the closing handshake may take; the original server never ends it. @defaultValue 1000 */
	readonly closeTimeoutMs?: number;
}

export type CloudClientOptions = RequiredCloudClientOptions & OptionalCloudClientOptions;

/** The options with their defaults and everything derived from them. */
export interface CloudClientSettings {
	readonly url: string;
	readonly shownUrl: string;
	readonly protocols: readonly string[];
	readonly secret: SecretSource;
	readonly strict: boolean;
	readonly dial: Dial;
	readonly clock: Clock;
	readonly random: Random;
	readonly connectTimeoutMs: number;
	readonly closeTimeoutMs: number;
	readonly rules: Required<Omit<CloudClientRules, "maxRetries" | "backoffSteps">> &
		Pick<CloudClientRules, "maxRetries" | "backoffSteps">;
}

const defaults = {
	connectTimeoutMs: 10_000,
	closeTimeoutMs: 1000,
	joinTimeoutMs: 8000,
	pingMs: 4000,
	pongTimeoutMs: 5000,
} as const;

/** @throws UsageError where an option is wrong; the message says how to mend it, without the secret. */
export function cloudClientSettings(options: CloudClientOptions): CloudClientSettings {
	const { secret = defaultSecret, whenOffline = "keep", WebSocket } = options;
	const { maxRetries, backoffSteps } = options;
	if (typeof secret !== "function" && !isSecret(secret))
		throw new UsageError(
			"secret must be text that is not empty, without half surrogate pairs, or a function that gives such",
		);
	if (!["keep", "off", "dim"].includes(whenOffline))
		throw new UsageError('whenOffline must be "keep", "off" or "dim"');
	assertRetries(maxRetries, backoffSteps);
	const url = wsUrl(String(options.url), "ws://127.0.0.1:4000/cloud");
	const { connectTimeoutMs, closeTimeoutMs, ...limits } = limitsOf(options, defaults);
	return {
		url: url.href,
		shownUrl: shownUrl(url),
		protocols: [],
		secret,
		strict: options.strict ?? false,
		dial: options.dial ?? (WebSocket === undefined ? defaultDial : whatwgDial(WebSocket)),
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		connectTimeoutMs,
		closeTimeoutMs,
		rules: {
			...limits,
			whenOffline,
			...(maxRetries === undefined ? {} : { maxRetries }),
			...(backoffSteps === undefined ? {} : { backoffSteps }),
		},
	};
}
