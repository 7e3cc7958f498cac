import type { Color } from "./color.js";

/** A moment of a weather on a strip. */
export interface Moment {
	/** How many LEDs there are. */
	readonly leds: number;
	/** Since the weather began. */
	readonly timeMs: number;
	/** How strong the weather is, 0 to 1. */
	readonly strength: number;
	readonly seed: string | number;
}

/** The colour of each LED, counted from 0. */
export type Picture = (led: number) => Color;

/** A weather as light: a pure function of the moment. */
export type Scene = (moment: Moment) => Picture;
