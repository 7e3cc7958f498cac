import { judge, runConformance } from "@gw-sim/testkit";
import { chatGatewayCases } from "@gw-sim/testkit/chat";
import { expect, test } from "vitest";
import { gatewayMutants, mutated } from "./support/chat-mutants.js";
import { memoryTarget, strangers } from "./support/chat-targets.js";

const { user } = memoryTarget().target.tokens;

test.each(gatewayMutants(user))("a gateway is caught: $name", async (mutant) => {
	const failed: string[] = [];
	for (const one of chatGatewayCases) {
		await using staged = memoryTarget(mutant.settings);
		const { target } = staged;
		const broken = { ...target, dial: mutated(target.dial, mutant) };
		const { status } = await staged.run(judge(one, broken, target.clock));
		if (status === "failed") failed.push(one.id);
	}
	expect(failed).toEqual(expect.arrayContaining([...mutant.caughtBy]));
});

test("cases do not disturb each other, nor do strangers disturb them", async () => {
	await using staged = memoryTarget();
	const { restart, sign, ...target } = staged.target;
	const results = await staged.run(
		Promise.all(
			[target, { ...target, tokens: strangers }].map((each) =>
				runConformance({ cases: chatGatewayCases, target: each, clock: target.clock }),
			),
		),
	);
	expect(results.flat().filter(({ status }) => status === "failed")).toEqual([]);
});
