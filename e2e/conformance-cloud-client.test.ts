import { judge } from "@gw-sim/testkit";
import { cloudClientCases } from "@gw-sim/testkit/cloud";
import { describe, expect, test } from "vitest";
import { clientTarget } from "./support/cloud-client-target.js";
import { inVirtualTime } from "./support/in-virtual-time.js";

describe("CloudClient keeps the rules of a lamp", () => {
	for (const one of cloudClientCases)
		test(one.id, async () => {
			const target = clientTarget();
			const result = await inVirtualTime(target.clock, judge(one, target, target.clock));
			expect(result.status === "failed" ? result.message : result.status).toBe("passed");
		});
});

test("one gateway takes all the cases, one after the other", async () => {
	const target = clientTarget();
	for (const one of cloudClientCases) {
		const { id, status } = await inVirtualTime(target.clock, judge(one, target, target.clock));
		expect([id, status]).toEqual([id, "passed"]);
	}
});

test("a target that tells nothing is told which cases it misses", () => {
	const { clock, gateway, secret, start } = clientTarget();
	const bare = { clock, gateway, secret, start };
	const missing = cloudClientCases.map(({ unfit }) => unfit?.(bare) ?? null);
	expect(missing.filter((why) => why === null).length).toBeGreaterThan(5);
	for (const why of missing) expect(why ?? "the target").toMatch(/target|takes \d+ ms/);
});
