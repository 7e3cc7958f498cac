import { judge } from "@gw-sim/testkit";
import { puffClientCases } from "@gw-sim/testkit/puff";
import { describe, expect, test } from "vitest";
import { inVirtualTime } from "./support/in-virtual-time.js";
import { clientTarget } from "./support/puff-client-target.js";

describe.each([
	["plain", { compression: "none" }],
	["deflated", { compression: "zlib" }],
] as const)("PuffClient keeps the rules of a puff's client, %s", (_, options) => {
	for (const one of puffClientCases)
		test(one.id, async () => {
			const target = clientTarget({ options });
			const result = await inVirtualTime(target.clock, judge(one, target, target.clock));
			expect(result.status === "failed" ? result.message : result.status).toBe("passed");
		});
});

test("one gateway takes all the cases, one after the other", async () => {
	const target = clientTarget();
	for (const one of puffClientCases) {
		const { id, status } = await inVirtualTime(target.clock, judge(one, target, target.clock));
		expect([id, status]).toEqual([id, "passed"]);
	}
});
