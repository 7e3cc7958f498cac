import { type Chance, chance } from "./chance.js";
import { type Color, mix } from "./color.js";
import { type EventPlan, eventsBetween } from "./events.js";
import type { Moment, Scene } from "./scene.js";

const dull: Color = [26, 34, 52];
const drop: Color = [130, 180, 255];

/** A drop runs this many LEDs down the strip, with a tail behind it, and fades out on the way. */
const fallLeds = 6;
const tailLeds = 3;
const fallMs = 500;

/** The most there can be is one in each slot: 20 a second. */
const slotMs = 50;

/** Drops begin at 1 to 20 a second, however long the strip. */
export function dropPlan({ strength, seed }: Pick<Moment, "strength" | "seed">): EventPlan {
	return { chance: chance(seed, "drops"), slotMs, likelihood: (1 + 19 * strength) / 20 };
}

/** A dull blue-grey with drops that fall along the strip. */
export const rain: Scene = (moment) => {
	const place = chance(moment.seed, "drop places");
	const drops = dropsIn(moment, place);
	return (led) => {
		let light = 0;
		for (const { head, glow } of drops) {
			const behind = head - led;
			// A soft front, so that a drop does not jump from LED to LED.
			if (behind <= -1 || behind >= tailLeds) continue;
			const shape = behind < 0 ? 1 + behind : 1 - behind / tailLeds;
			light = Math.max(light, glow * shape);
		}
		return mix(dull, drop, light);
	};
};

function dropsIn(
	{ timeMs, leds, ...plan }: Moment,
	place: Chance,
): readonly { readonly head: number; readonly glow: number }[] {
	return eventsBetween(dropPlan(plan), timeMs - fallMs, timeMs).map(({ atMs, slot }) => {
		const fallen = (timeMs - atMs) / fallMs;
		return { head: place(slot, 0) * leds + fallen * fallLeds, glow: 1 - fallen };
	});
}
