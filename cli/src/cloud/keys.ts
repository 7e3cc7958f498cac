import {
	defaultManual,
	lampStart,
	maxIntensity,
	maxPulse,
	type Rgb,
	type Show,
	type WeatherCode,
} from "@gw-sim/protocols/cloud";
import type { CloudDevice } from "@gw-sim/simulator-cloud";
import type { KeyBinding } from "../terminal-keys.js";
import { Remote } from "./remote.js";

const weathers: readonly WeatherCode[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What the colour key goes through. */
const palette: readonly Rgb[] = [
	defaultManual.color,
	[255, 60, 30],
	[255, 160, 40],
	[40, 220, 90],
	[40, 140, 255],
	[170, 70, 255],
];

/** What keys do with a lamp in a terminal: most tell its server what to show. */
export function cloudKeys(lamp: CloudDevice, url: string): readonly KeyBinding[] {
	const remote = new Remote(lamp, url);
	let colors = 0;
	return [
		...weathers.map((weather) => ({
			key: `${weather}`,
			label: weather === 1 ? "to 9 weather" : "",
			run: () =>
				remote.change((show) => ({ mode: "weather", weather, intensity: intensityOf(show) })),
		})),
		{ key: "0", label: "off", run: () => remote.change(() => ({ mode: "off" })) },
		{
			key: "c",
			label: "color",
			run() {
				const color = palette[colors++ % palette.length] ?? defaultManual.color;
				return remote.change((show) => ({ mode: "color", color, pulse: pulseOf(show) }));
			},
		},
		{ key: "+", label: "more", run: () => remote.change((show) => stronger(show, 1)) },
		{ key: "-", label: "less", run: () => remote.change((show) => stronger(show, -1)) },
		{ key: "d", label: "drop", run: () => lamp.command({ cmd: "drop" }) },
		{
			key: "o",
			label: "link",
			run: () => lamp.command({ cmd: lamp.link === "offline" ? "connect" : "disconnect" }),
		},
	];
}

function intensityOf(show: Show): number {
	return show.mode === "weather" ? show.intensity : lampStart.weather.intensity;
}

function pulseOf(show: Show): number {
	return show.mode === "color" ? Math.round(show.pulse) : 0;
}

/** The same weather, stronger or weaker; the same colour, with more pulse or less. */
function stronger(show: Show, by: number): Show {
	switch (show.mode) {
		case "off":
			return show;
		case "weather":
			return { ...show, intensity: within(show.intensity + by, maxIntensity) };
		case "color":
			return { ...show, pulse: within(pulseOf(show) + by, maxPulse) };
	}
}

function within(value: number, max: number): number {
	return Math.min(max, Math.max(0, value));
}
