import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { type ChatClientRules, defaultMaxPayloadBytes } from "@gw-sim/protocols/chat";
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
import type { TokenSource } from "./token-source.js";

/** What every client has to be told. */
export interface RequiredChatClientOptions {
	/** The gateway's full endpoint, as in `ws://127.0.0.1:4000/chat`. */
	readonly url: string | URL;
	readonly token: TokenSource;
}

/** What has a default. */
export interface OptionalChatClientOptions extends ChatClientRules {
	/** Any WHATWG WebSocket class. @defaultValue `ws` in Node, the page's own in browsers */
	readonly WebSocket?: WebSocketConstructor;
	/** Any way to connect, as one with faults; goes before `WebSocket`. */
	readonly dial?: Dial;
	/** @defaultValue the system's */
	readonly clock?: Clock;
	/** Spreads reconnections and first heartbeats. @defaultValue the system's */
	readonly random?: Random;
	/** How long the opening handshake may take. @defaultValue 10000 */
	readonly connectTimeoutMs?: number;
	/** How long the closing handshake may take. @defaultValue 5000 */
	readonly closeTimeoutMs?: number;
	/** Bytes of UTF-8 that the gateway takes in one payload. @defaultValue 4096 */
	readonly maxPayloadBytes?: number;
}

export type ChatClientOptions = RequiredChatClientOptions & OptionalChatClientOptions;

/** The options with their defaults and everything derived from them. */
export interface ChatClientSettings {
	readonly url: string;
	readonly shownUrl: string;
	readonly protocols: readonly string[];
	readonly token: TokenSource;
	readonly dial: Dial;
	readonly clock: Clock;
	readonly random: Random;
	readonly connectTimeoutMs: number;
	readonly closeTimeoutMs: number;
	readonly maxPayloadBytes: number;
	readonly rules: ChatClientRules;
}

const defaults = {
	connectTimeoutMs: 10_000,
	closeTimeoutMs: 5000,
	introduceTimeoutMs: 10_000,
	readyTimeoutMs: 10_000,
	maxPayloadBytes: defaultMaxPayloadBytes,
} as const;

/** @throws UsageError where an option is wrong; the message says how to mend it. */
export function chatClientSettings(options: ChatClientOptions): ChatClientSettings {
	const { token, WebSocket, maxRetries, backoffSteps } = options;
	if (token === "" || (typeof token !== "string" && typeof token !== "function"))
		throw new UsageError("token must be a JWT as text, or a function that gives one");
	assertRetries(maxRetries, backoffSteps);
	const url = wsUrl(String(options.url), "ws://127.0.0.1:4000/chat");
	const limits = limitsOf(options, defaults);
	return {
		url: url.href,
		shownUrl: shownUrl(url),
		protocols: [],
		token,
		dial: options.dial ?? (WebSocket === undefined ? defaultDial : whatwgDial(WebSocket)),
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		...limits,
		rules: {
			...(maxRetries === undefined ? {} : { maxRetries }),
			...(backoffSteps === undefined ? {} : { backoffSteps }),
			introduceTimeoutMs: limits.introduceTimeoutMs,
			readyTimeoutMs: limits.readyTimeoutMs,
		},
	};
}
