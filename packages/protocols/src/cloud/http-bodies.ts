import { safe } from "@gw-sim/core";
import * as v from "valibot";
import type { Display } from "./display.js";
import type { Rgb, Show, Weather, WeatherCode } from "./messages.js";
import { isIntensity, isPulse, isRgb, isWeatherCode, maxIntensity, maxPulse } from "./rules.js";

/** A value from outside, or what is wrong with it, in words that begin with the key's name. */
export type Reading<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly reason: string };

/** `Show["mode"]` in the words of the original server's page. */
export type ConfigMode = "off" | "weather" | "manual";

/** The answer to `GET /config`. */
export interface ConfigBody {
	readonly mode: ConfigMode;
	readonly weather: Weather;
	readonly manual: {
		/** As in `255,162,174`. */
		readonly color: string;
		readonly pulse: number;
	};
}

/** A body of `POST /config`. The weather is the server's own: what is posted of it is ignored. */
export interface ConfigChange {
	readonly mode: Show["mode"];
	/** Null where the body has none. */
	readonly color: Rgb | null;
	readonly pulse: number | null;
}

const showExample = '{"mode":"color","color":[255,162,174],"pulse":0}';
const changeExample = '{"mode":2,"color":"255,162,174","pulse":0}';

const channels = "three whole numbers from 0 to 255";
const pulse = v.custom<number>(isPulse, `needs a whole number from 0 to ${maxPulse}`);

const show: v.GenericSchema<unknown, Show> = v.variant(
	"mode",
	[
		v.strictObject({ mode: v.literal("off") }),
		v.strictObject({
			mode: v.literal("weather"),
			weather: v.custom<WeatherCode>(isWeatherCode, "needs a whole number from 1 to 9"),
			intensity: v.custom<number>(isIntensity, `needs a number from 0 to ${maxIntensity}`),
		}),
		v.strictObject({
			mode: v.literal("color"),
			color: v.custom<Rgb>(isRgb, `needs ${channels}, as in [255,162,174]`),
			pulse: v.optional(pulse, 0),
		}),
	],
	'needs "off", "weather" or "color"',
);

const modes = ["off", "weather", "color"] as const;

const configChange: v.GenericSchema<unknown, ConfigChange> = v.object({
	mode: v.pipe(
		v.picklist([0, 1, 2], "needs a number: 0 for off, 1 for weather, 2 for a colour"),
		v.transform((mode) => modes[mode]),
	),
	color: v.nullish(
		v.pipe(
			v.unknown(),
			v.transform(colorIn),
			v.custom<Rgb>(isRgb, `needs ${channels} in a text, as in "255,162,174"`),
		),
		null,
	),
	pulse: v.nullish(pulse, null),
});

/** Reads the body of `PUT /api/v0/cloud`; a colour without a pulse is steady. */
export function readShow(body: unknown): Reading<Show> {
	return read(show, body, showExample);
}

/** Reads the body of `POST /config`, as the original's page sends it. */
export function readConfigChange(body: unknown): Reading<ConfigChange> {
	return read(configChange, body, changeExample);
}

/**
 * The display after a `POST /config`. What the body leaves out stays as it was, but a colour
 * without a pulse is steady.
 */
export function withConfigChange(display: Display, { mode, color, pulse }: ConfigChange): Display {
	const { manual } = display;
	return {
		...display,
		mode,
		manual: {
			color: color ?? manual.color,
			pulse: pulse ?? (color === null ? manual.pulse : 0),
		},
	};
}

/** The body that answers `GET /config`. */
export function configBody({ mode, weather, manual }: Display): ConfigBody {
	return {
		mode: mode === "color" ? "manual" : mode,
		weather,
		manual: { color: manual.color.join(","), pulse: manual.pulse },
	};
}

/** The channels in `255,162,174`, or what is no colour. */
function colorIn(text: unknown): unknown {
	if (typeof text !== "string" || !/^\d+,\d+,\d+$/.test(text)) return null;
	return text.split(",").map(Number);
}

function read<T>(schema: v.GenericSchema<unknown, T>, body: unknown, example: string): Reading<T> {
	if (typeof body !== "object" || body === null || Array.isArray(body))
		return { ok: false, reason: `the body needs an object, as in ${example}` };
	const result = v.safeParse(schema, body);
	if (result.success) return { ok: true, value: result.output };
	const [issue] = result.issues;
	const isUnknown = issue.type === "strict_object" && issue.expected === "never";
	const isMissing = issue.received === "undefined" && issue.type.endsWith("object");
	const what = isUnknown ? "is not a key here" : isMissing ? "is missing" : issue.message;
	return { ok: false, reason: `${safe(v.getDotPath(issue) ?? "the body", 80)} ${what}` };
}
