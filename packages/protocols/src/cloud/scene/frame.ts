import { UsageError } from "@gw-sim/core";
import { pulseBrightness, weatherStrength } from "../brightness.js";
import type { Show, WeatherCode } from "../messages.js";
import { mist, windy } from "./air.js";
import { black, dimmed } from "./color.js";
import { rain } from "./rain.js";
import type { Picture, Scene } from "./scene.js";
import { clear, cloudy, sunrise, sunset } from "./sky.js";
import { snow } from "./snow.js";
import { storm } from "./storm.js";

/** The longest strip that a lamp may have. */
export const maxLeds = 10_000;

export interface FrameOptions {
	/** How many LEDs the strip has, 0 to 10000. */
	readonly leds: number;
	/** Since the show began. */
	readonly timeMs: number;
	/** What chance follows from, as where drops fall. */
	readonly seed: string | number;
	/** Of all of it, 0 to 1. @defaultValue 1 */
	readonly brightness?: number;
}

const scenes: Readonly<Record<WeatherCode, Scene>> = {
	1: sunrise,
	2: sunset,
	3: clear,
	4: cloudy,
	5: rain,
	6: storm,
	7: snow,
	8: mist,
	9: windy,
};

/**
 * What a strip shows at a moment: red, green and blue of each LED. A pure function, equal in every
 * byte for equal inputs, of which any moment costs the same. How weathers look is this project's own
 * choice: that of the original lamp is not known.
 * @throws UsageError for a number of LEDs that no strip has.
 */
export function renderFrame(show: Show, options: FrameOptions): Uint8Array {
	const { leds, brightness = 1 } = options;
	if (!Number.isInteger(leds) || leds < 0 || leds > maxLeds)
		throw new UsageError(`leds must be a whole number from 0 to ${maxLeds}`);
	// Clamped rounds to the nearest, and holds back what is out of range.
	const frame = new Uint8ClampedArray(3 * leds);
	const picture = pictureOf(show, options);
	for (let led = 0; led < leds; led++) {
		const [red, green, blue] = picture(led);
		frame[3 * led] = red * brightness;
		frame[3 * led + 1] = green * brightness;
		frame[3 * led + 2] = blue * brightness;
	}
	return new Uint8Array(frame.buffer);
}

function pictureOf(show: Show, { leds, timeMs, seed }: FrameOptions): Picture {
	switch (show.mode) {
		case "off":
			return () => black;
		case "weather":
			return scenes[show.weather]({ leds, timeMs, seed, strength: weatherStrength(show) });
		case "color": {
			const color = dimmed(show.color, pulseBrightness(show.pulse, timeMs));
			return () => color;
		}
	}
}

/**
 * Whether one show goes on from the other, as a rain that grows, rather than begins anew: then the
 * time of the first counts on.
 */
export function isSameScene(a: Show, b: Show): boolean {
	return a.mode === "weather" && b.mode === "weather" && a.weather === b.weather;
}
