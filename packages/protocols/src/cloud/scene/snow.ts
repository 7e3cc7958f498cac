import { chance } from "./chance.js";
import { type Color, mix } from "./color.js";
import { wave } from "./noise.js";
import type { Scene } from "./scene.js";

const shade: Color = [96, 110, 132];
const white: Color = [250, 252, 255];

/** A cool white in which LEDs sparkle softly, each at its own pace: a tenth of them up to two thirds. */
export const snow: Scene = ({ timeMs, strength, seed }) => {
	const own = chance(seed, "snow");
	const share = 0.1 + 0.57 * strength;
	return (led) => {
		if (own(led, 0) >= share) return shade;
		const periodMs = 3000 + 3000 * own(led, 1);
		const rise = wave(timeMs + periodMs * own(led, 2), periodMs);
		// Squared, it is dark for longer than it is bright.
		return mix(shade, white, rise * rise);
	};
};
