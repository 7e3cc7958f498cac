import { backoffStepMs, deviceBackoffSpread, deviceBackoffSteps, spreadMs } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("devices wait 1, 2, 5, 10 and then 15 s", () => {
	expect([0, 1, 2, 3, 4, 5, 99].map((n) => backoffStepMs(deviceBackoffSteps, n))).toEqual([
		1000, 2000, 5000, 10_000, 15_000, 15_000, 15_000,
	]);
});

test("a delay is never shorter than its step and at most half as long again", () => {
	fc.assert(
		fc.property(fc.nat(20), fc.double({ min: 0, max: 0.999999, noNaN: true }), (n, draw) => {
			const stepMs = backoffStepMs(deviceBackoffSteps, n);
			const ms = spreadMs(stepMs, deviceBackoffSpread, () => draw);
			expect(ms).toBeGreaterThanOrEqual(stepMs);
			expect(ms).toBeLessThan(stepMs * 1.5);
		}),
	);
});
