import { chance } from "./chance.js";
import { along, type Color, dimmed, mix } from "./color.js";
import { noise, wave } from "./noise.js";
import type { Scene } from "./scene.js";

/** What a rising sun goes through. */
const dawn: readonly Color[] = [
	[6, 12, 70],
	[70, 30, 80],
	[255, 110, 20],
	[255, 160, 70],
	[255, 206, 150],
];
const skyBlue: Color = [70, 160, 235];
const grey: Color = [96, 100, 108];

/** How far the middle of the strip, where the sun is, is ahead of its ends, half-way through. */
const horizon = 0.25;

export const sunrise: Scene = ({ leds, strength }) => {
	// Both ends of the way are one colour all over.
	const lead = horizon * 4 * strength * (1 - strength);
	return (led) => along(dawn, strength + lead * (middle(led, leds) - 0.5));
};

export const sunset: Scene = (moment) => sunrise({ ...moment, strength: 1 - moment.strength });

/** 35 to 100 % of a blue sky, each LED of which shimmers by a hundredth. */
export const clear: Scene = ({ timeMs, strength, seed }) => {
	const own = chance(seed, "clear");
	const brightness = 0.35 + 0.65 * strength;
	return (led) => {
		const periodMs = 6000 + 6000 * own(led, 0);
		const shimmer = 1 - 0.01 * wave(timeMs + periodMs * own(led, 1), periodMs);
		return dimmed(skyBlue, brightness * shimmer);
	};
};

/** From blue to grey, with darker clouds that drift along the strip at one LED a second. */
export const cloudy: Scene = ({ timeMs, strength, seed }) => {
	const clouds = chance(seed, "clouds");
	const sky = mix(skyBlue, grey, strength);
	const depth = 0.15 + 0.3 * strength;
	const drift = timeMs / 1000;
	return (led) => dimmed(sky, 1 - depth * noise(clouds, (led - drift) / 12, timeMs / 20_000));
};

/** 1 in the middle of the strip, 0 at its ends. */
function middle(led: number, leds: number): number {
	return leds < 2 ? 0.5 : 1 - Math.abs((2 * led) / (leds - 1) - 1);
}
