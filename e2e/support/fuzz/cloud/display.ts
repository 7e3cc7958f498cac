import { type Marked, stringIn } from "../marked-json.js";
import type { Pattern } from "../pattern.js";

type Rgb = readonly [number, number, number];

/** What all lamps show, and what they would show in another mode. */
export interface ModelDisplay {
	readonly mode: "off" | "weather" | "color";
	readonly weather: { readonly weather: number; readonly intensity: number };
	readonly manual: { readonly color: Rgb; readonly pulse: number };
}

/** Before anybody has chosen anything. */
export const firstDisplay: ModelDisplay = {
	mode: "off",
	weather: { weather: 3, intensity: 9 },
	manual: { color: [255, 255, 255], pulse: 0 },
};

/** The packet of a display. */
export interface Packet {
	readonly pattern: Pattern;
	readonly display: ModelDisplay;
}

/** A number may lose this much on its way. */
const grain = 1e-6;

export function packetOf(display: ModelDisplay): Packet {
	return { pattern: patternOf(display), display };
}

/** Whether lamps would be told of a change from the one to the other. */
export function isChange(before: Packet, after: Packet): "yes" | "no" | "perhaps" {
	const [from, to] = [before.display, after.display];
	if (from.mode !== to.mode) return "yes";
	if (to.mode === "off") return "no";
	if (to.mode === "color") return before.pattern === after.pattern ? "no" : "yes";
	if (from.weather.weather !== to.weather.weather) return "yes";
	const difference = Math.abs(from.weather.intensity - to.weather.intensity);
	if (difference === 0) return "no";
	return difference > 2 * grain ? "yes" : "perhaps";
}

/** The body of `/api/v0/cloud`. */
export function showBody({ mode, weather, manual }: ModelDisplay): Pattern {
	switch (mode) {
		case "off":
			return { mode };
		case "weather":
			return { mode, ...weather };
		case "color":
			return { mode, ...manual };
	}
}

/** The body of `GET /config`. */
export function configBody({ mode, weather, manual }: ModelDisplay): Pattern {
	const { color, pulse } = manual;
	return {
		mode: mode === "color" ? "manual" : mode,
		weather,
		manual: { color: color.join(), pulse },
	};
}

function patternOf({ mode, weather, manual }: ModelDisplay): Pattern {
	switch (mode) {
		case "off":
			return "[cc:0:?:?]";
		case "weather":
			return (value) => isWeather(value, weather);
		case "color":
			return `[cc:2:${manual.color.join()}:${manual.pulse}]`;
	}
}

/** Small firmware reads no exponents, and not many digits. */
function isWeather(value: Marked, { weather, intensity }: ModelDisplay["weather"]): boolean {
	const text = stringIn(value) ?? "";
	const [, code, number] = /^\[cc:1:([1-9]):(\d{1,2}(?:\.\d{1,6})?)\]$/.exec(text) ?? [];
	return Number(code) === weather && Math.abs(Number(number) - intensity) <= grain;
}
