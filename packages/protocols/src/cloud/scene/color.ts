import type { Rgb } from "../messages.js";
import { clamp } from "../rules.js";

/** Red, green and blue from 0 to 255, with fractions until the frame is made. */
export type Color = readonly [red: number, green: number, blue: number];

export const black: Rgb = [0, 0, 0];

/** The colour between two, at 0 the first and at 1 the second. */
export function mix(from: Color, to: Color, share: number): Color {
	return [
		from[0] + (to[0] - from[0]) * share,
		from[1] + (to[1] - from[1]) * share,
		from[2] + (to[2] - from[2]) * share,
	];
}

export function dimmed(color: Color, brightness: number): Color {
	return [color[0] * brightness, color[1] * brightness, color[2] * brightness];
}

/** A colour on the way through several, which are the same way apart. */
export function along(stops: readonly Color[], share: number): Color {
	const at = clamp(share, 1) * (stops.length - 1);
	const before = Math.min(Math.floor(at), stops.length - 2);
	return mix(stops[before] ?? black, stops[before + 1] ?? black, at - before);
}
