import { seededRandom } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { describe, onTestFinished } from "vitest";
import type { Bench, Factory } from "./bench.js";
import { eventRules } from "./event-rules.js";
import { modelRules } from "./model-rules.js";
import { stateRules } from "./state-rules.js";

/** Every rule of the Store port, to be run on each implementation. */
export function storeBattery(name: string, factory: Factory): void {
	const bench = (): Bench => {
		const clock = new VirtualClock();
		return {
			clock,
			async open(bounds = {}) {
				const store = await factory({ ...bounds, clock, random: seededRandom(name) });
				onTestFinished(() => store.close());
				return store;
			},
		};
	};
	describe(`${name}: fields, members, sessions`, () => stateRules(bench));
	describe(`${name}: events`, () => eventRules(bench));
	describe(`${name}: against a model`, () => modelRules(bench));
}
