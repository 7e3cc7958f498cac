import type { Rgb } from "@gw-sim/protocols/cloud";
import { rgbOfHue } from "../draw/hue.js";
import type { ColorField } from "../overlay.js";

/** How far an arrow key goes, in degrees and percent. */
export const hueStep = 15;
export const saturationStep = 10;

/** Where in the picker a colour is, or the one that is most like it. */
export function nearestColor(color: Rgb): Pick<ColorField, "hue" | "saturation"> {
	let nearest = { hue: 0, saturation: 0, distance: Number.POSITIVE_INFINITY };
	for (let hue = 0; hue < 360; hue += hueStep)
		for (let saturation = 0; saturation <= 100; saturation += saturationStep) {
			const distance = between(color, rgbOfHue(hue, saturation));
			if (distance < nearest.distance) nearest = { hue, saturation, distance };
		}
	return { hue: nearest.hue, saturation: nearest.saturation };
}

function between(a: Rgb, b: Rgb): number {
	return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
