import type { Manual, Packet, Show, Weather } from "./messages.js";
import { defaultManual } from "./rules.js";

/**
 * What is shown, and what would be in the other modes: a server's and a lamp's memory. The weather
 * and the colour of a mode stay known while another one is on.
 */
export interface Display {
	readonly mode: Show["mode"];
	readonly weather: Weather;
	readonly manual: Manual;
}

/** A lamp that was never told anything; the intensity is the middle of what there is. */
export const lampStart: Display = {
	mode: "off",
	weather: { weather: 3, intensity: 5 },
	manual: defaultManual,
};

export function showOf({ mode, weather, manual }: Display): Show {
	switch (mode) {
		case "off":
			return { mode };
		case "weather":
			return { mode, weather: weather.weather, intensity: weather.intensity };
		case "color":
			return { mode, color: manual.color, pulse: manual.pulse };
	}
}

/** The display once this is shown. */
export function withShow(display: Display, show: Show): Display {
	const { mode } = show;
	switch (mode) {
		case "off":
			return { ...display, mode };
		case "weather":
			return { ...display, mode, weather: { weather: show.weather, intensity: show.intensity } };
		case "color":
			return { ...display, mode, manual: { color: show.color, pulse: show.pulse } };
	}
}

/**
 * The display of a lamp that got this packet. What a packet leaves out stays as it was, but a colour
 * without a pulse is steady; packets that show nothing change nothing.
 */
export function withPacket(display: Display, packet: Packet): Display {
	switch (packet.kind) {
		case "off":
			return { ...display, mode: "off" };
		case "weather": {
			const { weather, intensity } = display.weather;
			return withShow(display, {
				mode: "weather",
				weather: packet.weather ?? weather,
				intensity: packet.intensity ?? intensity,
			});
		}
		case "color":
			return withShow(display, {
				mode: "color",
				color: packet.color ?? display.manual.color,
				pulse: packet.pulse ?? 0,
			});
		case "command":
		case "unknown":
		case "rejected":
			return display;
	}
}

/** Whether two shows look the same. */
export function isSameShow(a: Show, b: Show): boolean {
	if (a.mode === "weather")
		return b.mode === "weather" && a.weather === b.weather && a.intensity === b.intensity;
	if (a.mode === "off") return b.mode === "off";
	return (
		b.mode === "color" &&
		a.pulse === b.pulse &&
		a.color.every((channel, i) => channel === b.color[i])
	);
}
