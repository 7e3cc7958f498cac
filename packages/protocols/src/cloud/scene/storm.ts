import { type Chance, chance } from "./chance.js";
import { type Color, mix } from "./color.js";
import { type EventPlan, eventsBetween } from "./events.js";
import { rain } from "./rain.js";
import type { Moment, Scene } from "./scene.js";

const white: Color = [255, 255, 255];
const violet: Color = [205, 170, 255];

const slotMs = 500;

/** A burst is up to four flashes, each of which begins this long after the one before at most. */
const flashes = 4;
const flashGapMs = 120;
/** A flash falls to nothing within this time. */
const flashMs = 200;
const burstMs = (flashes - 1) * flashGapMs + flashMs;

/** Bursts of lightning begin 8 to 1.5 s apart, in the mean. */
export function burstPlan({ strength, seed }: Pick<Moment, "strength" | "seed">): EventPlan {
	const meanGapMs = 8000 - 6500 * strength;
	return { chance: chance(seed, "bursts"), slotMs, likelihood: slotMs / meanGapMs };
}

/** Rain, and lightning over a part of the strip. */
export const storm: Scene = (moment) => {
	const wet = rain(moment);
	const lit = burstsIn(moment);
	return lit.length === 0 ? wet : (led) => lit.reduce<Color>((c, flash) => flash(c, led), wet(led));
};

/** What lights an LED up over the colour that it had. */
type Flash = (color: Color, led: number) => Color;

function burstsIn({ timeMs, leds, ...plan }: Moment): readonly Flash[] {
	const shape = chance(plan.seed, "flashes");
	return eventsBetween(burstPlan(plan), timeMs - burstMs, timeMs).map(({ atMs, slot }) => {
		const glow = brightest(shape, slot, timeMs - atMs);
		const width = Math.max(3, leds * (0.15 + 0.6 * shape(slot, 1)));
		const centre = shape(slot, 2) * leds;
		const hue = mix(white, violet, shape(slot, 3));
		return (color, led) => (Math.abs(led - centre) > width / 2 ? color : mix(color, hue, glow));
	});
}

/** How bright a burst is, 0 to 1, by the flash that has most of its light left. */
function brightest(shape: Chance, slot: number, elapsedMs: number): number {
	const count = 1 + Math.floor(shape(slot, 0) * flashes);
	let startMs = 0;
	let glow = 0;
	for (let flash = 0; flash < count && startMs <= elapsedMs; flash++) {
		const left = Math.max(0, 1 - (elapsedMs - startMs) / flashMs);
		glow = Math.max(glow, left * left * (0.6 + 0.4 * shape(slot, 10 + flash)));
		startMs += flashGapMs * (0.4 + 0.6 * shape(slot, 20 + flash));
	}
	return glow;
}
