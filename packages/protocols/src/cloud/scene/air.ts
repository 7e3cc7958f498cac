import { chance } from "./chance.js";
import { type Color, dimmed, mix } from "./color.js";
import { noise, wave } from "./noise.js";
import type { Scene } from "./scene.js";

const sand: Color = [178, 150, 104];
const haze: Color = [132, 132, 128];
const still: Color = [2, 26, 28];
const teal: Color = [0, 190, 176];

const breathMs = 9000;

/** Mist, smoke, sand and dust: a haze of little contrast that breathes, the denser the lighter. */
export const mist: Scene = ({ timeMs, strength, seed }) => {
	const grains = chance(seed, "mist");
	const brightness = (0.4 + 0.45 * strength) * (1 - 0.15 * wave(timeMs, breathMs));
	return (led) => dimmed(mix(sand, haze, noise(grains, led / 10, timeMs / 12_000)), brightness);
};

/** Streaks of teal that run along the strip at 4 to 60 LEDs a second. */
export const windy: Scene = ({ timeMs, strength, seed }) => {
	const gusts = chance(seed, "wind");
	const run = ((4 + 56 * strength) * timeMs) / 1000;
	return (led) => {
		const gust = noise(gusts, (led - run) / 7, timeMs / 3000);
		// Streaks are the peaks of the noise, with calm between them.
		return mix(still, teal, gust * gust * gust);
	};
};
