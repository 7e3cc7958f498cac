import type { Frame, Random } from "@gw-sim/core";
import { oneIn } from "./chance.js";
import type { Step } from "./step.js";

/** What a replay has to know of a world. */
export interface Replayed {
	/** The session of an open connection; null before it has one. */
	sessionOf(who: string): string | null;
	isOpen(who: string): boolean;
}

/** A transcript in a world where its people have names and sessions of their own. */
export function* replay(
	random: Random,
	steps: readonly Step[],
	number: number,
	{ sessionOf, isOpen }: Replayed,
): Generator<Step> {
	const sessions = new Map<string, string>();
	const people = new Set<string>();
	const named = (who: string): string => `r${number}${who}`;
	const filled = (text: string): string =>
		text.replace(/\{\{(\w+)\}\}/g, (whole, who: string) => sessions.get(named(who)) ?? whole);
	const frame = (given: Frame): Frame => (typeof given === "string" ? filled(given) : given);
	for (const step of steps) {
		if ("who" in step) people.add(named(step.who));
		yield renamed(step);
		for (const who of people) {
			const session = sessionOf(who);
			if (session !== null) sessions.set(who, session);
		}
	}
	for (const who of people) {
		if (!isOpen(who)) continue;
		yield oneIn(random, 3) ? { do: "cut", who } : { do: "close", who, code: 1000 };
	}
	if (oneIn(random, 2)) yield { do: "pause", ms: 2000 };
	yield { do: "audit" };

	function renamed(step: Step): Step {
		switch (step.do) {
			case "open":
				return { ...step, who: named(step.who), query: encodeURI(filled(decodeURI(step.query))) };
			case "send":
				return { ...step, who: named(step.who), frames: step.frames.map(frame) };
			case "close":
			case "cut":
			case "ping":
			case "sleep":
			case "wake":
				return { ...step, who: named(step.who) };
			default:
				return step;
		}
	}
}
