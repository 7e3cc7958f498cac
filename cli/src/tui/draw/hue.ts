import type { Rgb } from "@gw-sim/protocols/cloud";

/**
 * A colour in full brightness, in whole channels.
 * @param hue Degrees.
 * @param saturation Percent.
 */
export function rgbOfHue(hue: number, saturation: number): Rgb {
	return [channel(hue, saturation, 5), channel(hue, saturation, 3), channel(hue, saturation, 1)];
}

/** A colour in whole channels as `#ffa2ae`. */
export function hexOf(color: Rgb): string {
	return `#${color.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** The hexagon of hues: each channel is a trapezium, two of its six sides away from the next. */
function channel(hue: number, saturation: number, offset: number): number {
	const side = (offset + hue / 60) % 6;
	const missing = Math.max(0, Math.min(side, 4 - side, 1));
	return Math.round(255 * (1 - (missing * saturation) / 100));
}
