import type { Chance } from "./chance.js";

/** Something that happens at a moment of a scene, as a drop or a flash of lightning. */
export interface SceneEvent {
	readonly atMs: number;
	/** Names the event to whoever needs more chance for it. */
	readonly slot: number;
}

export interface EventPlan {
	readonly chance: Chance;
	/** Time is cut into slots of this length, in each of which there is one event or none. */
	readonly slotMs: number;
	/** How likely one is, 0 to 1. */
	readonly likelihood: number;
}

/**
 * The events that begin from `fromMs` (inclusive) to `toMs` (inclusive), earliest slot first. What is
 * more likely keeps the events that a less likely plan has, and adds some: a growing rain is the same
 * rain.
 */
export function eventsBetween(
	{ chance, slotMs, likelihood }: EventPlan,
	fromMs: number,
	toMs: number,
): readonly SceneEvent[] {
	const events: SceneEvent[] = [];
	for (let slot = Math.floor(fromMs / slotMs); slot <= Math.floor(toMs / slotMs); slot++) {
		if (chance(slot, 0) >= likelihood) continue;
		const atMs = (slot + chance(slot, 1)) * slotMs;
		if (atMs >= fromMs && atMs <= toMs) events.push({ atMs, slot });
	}
	return events;
}
