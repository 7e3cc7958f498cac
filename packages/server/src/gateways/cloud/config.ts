import {
	defaultHandshakeTimeoutMs,
	defaultMaxPayloadBytes,
	defaultRepeatMs,
	defaultSecret,
} from "@gw-sim/protocols/cloud";
import * as v from "valibot";
import { bytes, mapping, milliseconds } from "../../config-values.js";

/** Where the server's weather comes from. */
export interface WeatherConfig {
	/** `none` leaves the weather as it was set. */
	readonly provider: "none" | "openweathermap";
	/** File with the API key, read by whoever reads the configuration. */
	readonly apiKeyFile: string | null;
	/** OpenWeatherMap's number of the city, in digits; not null where that is the provider. */
	readonly city: string | null;
	readonly everyMs: number;
	/** The provider's API up to `/weather`; null for its public address. */
	readonly baseUrl: string | null;
}

export interface CloudConfig {
	/** What a lamp has to send first. */
	readonly secret: string;
	/** How long a lamp may take for it. */
	readonly handshakeTimeoutMs: number;
	/** How often a lamp is sent what it shows once more; 0 for only on change. */
	readonly repeatMs: number;
	/** Without a ping of its own for this long a lamp is cut; 0 for never. */
	readonly heartbeatTimeoutMs: number;
	readonly maxPayloadBytes: number;
	readonly weather: WeatherConfig;
}

const defaultEveryMs = 600_000;

const secretMessage = "needs a text that is not empty: put it in quotes";
const cityMessage = "needs OpenWeatherMap's number of a city, as in 2661552";
const urlMessage = "needs an http or https URL without user, query and fragment";

const city: v.GenericSchema<unknown, string> = v.pipe(
	v.union([v.string(), v.pipe(v.number(), v.safeInteger())], cityMessage),
	v.transform(String),
	v.regex(/^[1-9]\d{0,9}$/, cityMessage),
);

const weather: v.GenericSchema<unknown, WeatherConfig> = v.pipe(
	mapping({
		provider: v.optional(
			v.picklist(["none", "openweathermap"], "must be none or openweathermap"),
			"none",
		),
		apiKeyFile: v.optional(
			v.nullable(v.pipe(v.string("needs a path"), v.minLength(1, "needs a path"))),
			null,
		),
		city: v.optional(v.nullable(city), null),
		everyMs: v.optional(milliseconds(1000), defaultEveryMs),
		baseUrl: v.optional(
			v.nullable(v.pipe(v.string(urlMessage), v.check(isBaseUrl, urlMessage))),
			null,
		),
	}),
	v.check(
		({ provider, city }) => provider === "none" || city !== null,
		"needs city where the provider is openweathermap: its number, as in 2661552",
	),
);

export const cloudConfig: v.GenericSchema<unknown, CloudConfig> = mapping({
	secret: v.optional(v.pipe(v.string(secretMessage), v.minLength(1, secretMessage)), defaultSecret),
	handshakeTimeoutMs: v.optional(milliseconds(1), defaultHandshakeTimeoutMs),
	repeatMs: v.optional(milliseconds(0), defaultRepeatMs),
	heartbeatTimeoutMs: v.optional(milliseconds(0), 0),
	maxPayloadBytes: v.optional(bytes(64), defaultMaxPayloadBytes),
	weather: v.optional(weather, {}),
});

/** Whether the secret is another one than everybody knows. */
export function hasOwnSecret({ secret }: CloudConfig): boolean {
	return secret !== defaultSecret;
}

function isBaseUrl(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, username, password, search, hash } = new URL(text);
	return (
		/^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === "")
	);
}
