import type { Random } from "@gw-sim/core";
import { oneIn } from "../chance.js";
import type { Step } from "../step.js";
import { patience } from "./arena.js";
import { packed } from "./frames.js";

/** The same conversation in another form: some of it deflated, and nobody else falls silent in it. */
export function* reformed(random: Random, steps: Iterable<Step>): Generator<Step> {
	const isPacked = oneIn(random, 3);
	for (const step of steps) {
		if (step.do === "pause") yield* patience(step.ms);
		else if (!isPacked) yield step;
		else if (step.do === "open") yield { ...step, query: deflated(step.query) };
		else if (step.do === "send")
			yield {
				...step,
				frames: step.frames.map((frame) =>
					typeof frame === "string" ? packed(random, frame) : frame,
				),
			};
		else yield step;
	}
}

function deflated(query: string): string {
	const params = new URLSearchParams(query);
	params.set("compression", "zlib");
	return params.toString();
}
