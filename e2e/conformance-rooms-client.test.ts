import { judge } from "@gw-sim/testkit";
import { roomsClientCases } from "@gw-sim/testkit/rooms";
import { describe, expect, test } from "vitest";
import { inVirtualTime } from "./support/in-virtual-time.js";
import { clientTarget } from "./support/rooms-client-target.js";

describe("RoomsClient keeps the rules of a room client", () => {
	for (const one of roomsClientCases)
		test(one.id, async () => {
			const target = clientTarget();
			const result = await inVirtualTime(target.clock, judge(one, target, target.clock));
			expect(result.status === "failed" ? result.message : result.status).toBe("passed");
		});
});

test("one gateway takes all the cases, one after the other", async () => {
	const target = clientTarget();
	for (const one of roomsClientCases) {
		const { id, status } = await inVirtualTime(target.clock, judge(one, target, target.clock));
		expect([id, status]).toEqual([id, "passed"]);
	}
});
