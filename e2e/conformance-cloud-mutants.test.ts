import { judge, type Verdict } from "@gw-sim/testkit";
import { type CloudTarget, cloudClientCases, cloudGatewayCases } from "@gw-sim/testkit/cloud";
import { describe, expect, test } from "vitest";
import { clientTarget } from "./support/cloud-client-target.js";
import {
	answers,
	type CloudMutant,
	clientMutants,
	gatewayMutants,
	mutatedDial,
	slowWireMutants,
	wireMutants,
} from "./support/cloud-mutants/index.js";
import { secret } from "./support/cloud-secret.js";
import { fastTarget, memoryTarget, socketTarget } from "./support/cloud-targets.js";
import { inVirtualTime } from "./support/in-virtual-time.js";

/** Judges a mutant by one case. */
async function judged(mutant: CloudMutant, id: string, sound: CloudTarget): Promise<Verdict> {
	const one = cloudGatewayCases.find((each) => each.id === `cloud/${id}`);
	if (one === undefined) throw new Error(`there is no case ${id}`);
	const broken = { ...sound, dial: mutatedDial(sound.dial, mutant) };
	return await judge(one, { ...broken, ...mutant.target?.(broken) }, sound.clock);
}

const rows = <Mutant extends { readonly name: string; readonly caught: readonly string[] }>(
	mutants: readonly Mutant[],
) => mutants.flatMap((mutant) => mutant.caught.map((id) => ({ name: mutant.name, id, mutant })));

test.each(rows(gatewayMutants))("a gateway that $name fails cloud/$id", async ({ mutant, id }) => {
	await using staged = memoryTarget(mutant.settings);
	expect((await staged.run(judged(mutant, id, staged.target))).status).toBe("failed");
});

describe("over sockets", () => {
	for (const { name, id, mutant } of rows(wireMutants))
		test.concurrent(`a gateway that ${name} fails cloud/${id}`, async ({ expect }) => {
			await using staged = await socketTarget({ settings: mutant.settings ?? {} });
			const target = { ...staged.target, waitMs: 1000, patienceMs: 60_000 };
			expect((await judged(mutant, id, target)).status).toBe("failed");
		});

	for (const { name, id, mutant } of rows(slowWireMutants))
		test.concurrent(`with time, a gateway that ${name} fails cloud/${id}`, async ({ expect }) => {
			await using staged = await fastTarget(mutant.settings);
			expect((await judged(mutant, id, staged.target)).status).toBe("failed");
		});
});

test.each(rows(clientMutants))("a lamp that $name fails cloud/client-$id", async (row) => {
	const one = cloudClientCases.find(({ id }) => id === `cloud/client-${row.id}`);
	if (one === undefined) throw new Error(`there is no case ${row.id}`);
	const target = clientTarget(row.mutant);
	const { status } = await inVirtualTime(target.clock, judge(one, target, target.clock));
	expect(status).toBe("failed");
});

test("every case can fail", () => {
	const caught = new Set([
		...rows([...gatewayMutants, ...wireMutants, ...slowWireMutants]).map(({ id }) => `cloud/${id}`),
		...rows(clientMutants).map(({ id }) => `cloud/client-${id}`),
	]);
	const all = [...cloudGatewayCases, ...cloudClientCases].map(({ id }) => id);
	expect(all.filter((id) => !caught.has(id))).toEqual([]);
});

test("a gateway on whose lines nothing is changed fails no case", async () => {
	const harmless = { name: "is sound", caught: [], fault: () => () => ({}) };
	for (const { id } of cloudGatewayCases) {
		await using staged = memoryTarget();
		const verdict = await staged.run(judged(harmless, id.slice("cloud/".length), staged.target));
		expect([id, verdict.status]).not.toContain("failed");
	}
});

test("what is told of a failure has neither the secret nor anything that a terminal obeys", async () => {
	const echo = { name: "echoes", caught: [], fault: answers((frame) => `\u001b[2J${frame}`) };
	await using staged = memoryTarget();
	const verdict = await staged.run(judged(echo, "secret-counts-once", staged.target));
	expect(verdict.status === "failed" ? verdict.message : "").toMatch(/\\u001b\[2J<secret>/);
	expect(JSON.stringify(verdict)).not.toContain(secret);
});
