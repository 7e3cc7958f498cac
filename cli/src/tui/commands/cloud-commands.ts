import { step } from "@gw-sim/core";
import {
	describeShow,
	lampStart,
	maxIntensity,
	maxPulse,
	type Rgb,
	readShow,
	type Show,
	type WeatherCode,
} from "@gw-sim/protocols/cloud";
import type { CloudModel } from "../device-model.js";
import type { Model } from "../model.js";
import { nearestColor } from "../overlays/color.js";
import { choiceField, colorField, levelField } from "../overlays/fields.js";
import { colorIn, levelIn, textIn } from "../overlays/form.js";
import { type Command, forKind, type Outcome, withDevice } from "./command.js";

const weathers: readonly WeatherCode[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Where the picker begins while no colour is shown. */
const warm: Rgb = [255, 160, 40];

const weatherOptions = weathers.map((weather) => ({
	value: String(weather),
	label: nameOf(weather),
}));

/** What can be done to a lamp: all of it through its server, which tells every lamp. */
export const cloudCommands: readonly Command[] = [
	forKind("cloud", {
		id: "cloud.weather",
		keys: ["w"],
		label: "weather",
		hint: 0,
		form: ({ show }) => ({
			title: "What the lamps show",
			fields: [
				choiceField("weather", "weather", weatherOptions, String(weatherOf(show)), "weather"),
				levelField("intensity", "intensity", {
					value: intensityOf(show),
					min: 0,
					max: maxIntensity,
					step: 1,
					unit: "",
				}),
			],
		}),
		run: (model, lamp, form) =>
			put(model, lamp, {
				mode: "weather",
				weather: Number(textIn(form, "weather")),
				intensity: levelIn(form, "intensity"),
			}),
	}),
	forKind("cloud", {
		id: "cloud.color",
		keys: ["c"],
		label: "colour",
		hint: 1,
		form: ({ show }) => ({
			title: "What the lamps show",
			fields: [
				colorField("color", "colour", nearestColor(show.mode === "color" ? show.color : warm)),
				levelField("pulse", "pulse", {
					value: pulseOf(show),
					min: 0,
					max: maxPulse,
					step: 1,
					unit: "",
				}),
			],
		}),
		run: (model, lamp, form) =>
			put(model, lamp, {
				mode: "color",
				color: colorIn(form, "color"),
				pulse: levelIn(form, "pulse"),
			}),
	}),
	forKind("cloud", {
		id: "cloud.off",
		keys: ["0"],
		label: "off",
		hint: 2,
		run: (model, lamp) => put(model, lamp, { mode: "off" }),
	}),
	forKind("cloud", {
		id: "cloud.more",
		keys: ["+", "="],
		label: "stronger weather, more pulse",
		run: (model, lamp) => put(model, lamp, stronger(lamp.show, 1)),
	}),
	forKind("cloud", {
		id: "cloud.less",
		keys: ["-"],
		label: "weaker weather, less pulse",
		run: (model, lamp) => put(model, lamp, stronger(lamp.show, -1)),
	}),
	...weathers.map((weather) =>
		forKind("cloud", {
			id: `cloud.weather-${weather}`,
			keys: [String(weather)],
			label: `show ${nameOf(weather)}`,
			run: (model, lamp) =>
				put(model, lamp, { mode: "weather", weather, intensity: intensityOf(lamp.show) }),
		}),
	),
];

/** The word that the protocol has for it. */
function nameOf(weather: WeatherCode): string {
	return describeShow({ mode: "weather", weather, intensity: 0 }).replace(/ 0$/, "");
}

/** Shown at once, so that the next key begins with it; the lamp tells again where it is refused. */
function put(model: Model, lamp: CloudModel, wanted: object): Outcome {
	const reading = readShow(wanted);
	if (!reading.ok) return step(model);
	const show = reading.value;
	return step(withDevice(model, { ...lamp, show }), {
		type: "control",
		request: { method: "PUT", path: "/cloud", body: { ...show } },
		done: "",
		asks: lamp.name,
	});
}

/** The same weather, stronger or weaker; the same colour, with more pulse or less. */
function stronger(show: Show, by: number): Show {
	switch (show.mode) {
		case "off":
			return show;
		case "weather":
			return { ...show, intensity: within(show.intensity + by, maxIntensity) };
		case "color":
			return { ...show, pulse: within(show.pulse + by, maxPulse) };
	}
}

function within(value: number, max: number): number {
	return Math.min(max, Math.max(0, value));
}

function weatherOf(show: Show): WeatherCode {
	return show.mode === "weather" ? show.weather : lampStart.weather.weather;
}

function intensityOf(show: Show): number {
	return show.mode === "weather" ? Math.round(show.intensity) : lampStart.weather.intensity;
}

function pulseOf(show: Show): number {
	return show.mode === "color" ? show.pulse : 0;
}
