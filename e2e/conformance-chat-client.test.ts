import { judge } from "@gw-sim/testkit";
import { chatClientCases } from "@gw-sim/testkit/chat";
import { describe, expect, test } from "vitest";
import { clientMutants, clientTarget } from "./support/chat-clients.js";
import { inVirtualTime } from "./support/in-virtual-time.js";

describe("ChatClient keeps the rules of a chat client", () => {
	test.each(chatClientCases)("$id", async (one) => {
		const target = clientTarget(one.id);
		const result = await inVirtualTime(target.clock, judge(one, target, target.clock));
		expect(result.status === "failed" ? result.message : result.status).toBe("passed");
	});
});

test.each(clientMutants)("a client is caught that $name", async (mutant) => {
	const failed: string[] = [];
	for (const one of chatClientCases) {
		const target = clientTarget(one.id, mutant);
		const { status } = await inVirtualTime(target.clock, judge(one, target, target.clock));
		if (status === "failed") failed.push(one.id);
	}
	expect(failed).toEqual(expect.arrayContaining([...mutant.caughtBy]));
});
