import { step } from "@gw-sim/core";
import { expect, test } from "vitest";

test("a step keeps its effects in their order", () => {
	const state = { name: "idle" };
	expect(step(state, "a", "b")).toEqual({ state, effects: ["a", "b"] });
	expect(step(state).state).toBe(state);
});
