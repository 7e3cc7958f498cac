import {
	isDeeper,
	isMarkedObject,
	type Marked,
	type MarkedObject,
	markedIn,
	member,
	numberIn,
	stringIn,
} from "../marked-json.js";
import type { ModelDisplay } from "./display.js";

/** What becomes of a body: whether it is taken, and what it then makes of the display. */
export interface Reading {
	readonly isLawful: "yes" | "no" | "undecided";
	readonly change: (display: ModelDisplay) => ModelDisplay;
}

const maxDepth = 32;

const unlawful: Reading = { isLawful: "no", change: (display) => display };

/** A body of `PUT /api/v0/cloud`. */
export function readPut(text: string): Reading {
	const body = markedIn(text);
	if (!isMarkedObject(body) || isDeeper(body, maxDepth)) return unlawful;
	switch (stringIn(member(body, "mode"))) {
		case "off":
			return onlyHas(body, []) ? taken((display) => ({ ...display, mode: "off" })) : unlawful;
		case "weather": {
			const weather = whole(member(body, "weather"), 1, 9);
			const intensity = numeric(member(body, "intensity"));
			if (weather === null || intensity === null || intensity < 0 || intensity > 10)
				return unlawful;
			if (!onlyHas(body, ["weather", "intensity"])) return unlawful;
			return taken((display) => ({ ...display, mode: "weather", weather: { weather, intensity } }));
		}
		case "color": {
			const color = channels(member(body, "color"));
			const given = member(body, "pulse");
			const pulse = given === undefined ? 0 : whole(given, 0, 9);
			if (color === null || pulse === null || !onlyHas(body, ["color", "pulse"])) return unlawful;
			return taken((display) => ({ ...display, mode: "color", manual: { color, pulse } }));
		}
		default:
			return unlawful;
	}
}

const modes = ["off", "weather", "color"] as const;

/** A body of `POST /config`, which may hold whatever else. */
export function readPost(text: string): Reading {
	const body = markedIn(text);
	if (!isMarkedObject(body)) return unlawful;
	const mode = modes[whole(member(body, "mode"), 0, 2) ?? -1];
	if (mode === undefined) return unlawful;
	const given = member(body, "color") ?? null;
	const color = given === null ? null : channelsIn(stringIn(given) ?? "");
	const posted = member(body, "pulse") ?? null;
	const pulse = posted === null ? null : whole(posted, 0, 9);
	if ((given !== null && color === null) || (posted !== null && pulse === null)) return unlawful;
	return {
		isLawful: color === null || color.join() === stringIn(given) ? "yes" : "undecided",
		change: (display) => ({
			...display,
			mode,
			manual: {
				color: color ?? display.manual.color,
				pulse: pulse ?? (color === null ? display.manual.pulse : 0),
			},
		}),
	};
}

function taken(change: Reading["change"]): Reading {
	return { isLawful: "yes", change };
}

function onlyHas(body: MarkedObject, keys: readonly string[]): boolean {
	return Object.keys(body).every((key) => key === "mode" || keys.includes(key));
}

function channels(value: Marked | undefined): ModelDisplay["manual"]["color"] | null {
	if (!Array.isArray(value) || value.length !== 3) return null;
	const [r, g, b] = value.map((channel) => whole(channel, 0, 255));
	return r == null || g == null || b == null ? null : [r, g, b];
}

/** Channels in a text, however they are spelt. */
function channelsIn(text: string): ModelDisplay["manual"]["color"] | null {
	const parts = text.split(",").map((part) => part.trim());
	return channels(parts.map((part) => (part === "" ? null : `#${part}`)));
}

function numeric(value: Marked | undefined): number | null {
	const digits = numberIn(value);
	// Of -0 nobody makes anything else than of 0.
	return digits === null ? null : Number(digits) + 0;
}

function whole(value: Marked | undefined, min: number, max: number): number | null {
	const number = numeric(value);
	return number !== null && Number.isInteger(number) && number >= min && number <= max
		? number
		: null;
}
