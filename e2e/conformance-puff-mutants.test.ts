import { type ConformanceCase, judge, type Verdict } from "@gw-sim/testkit";
import { type PuffTarget, puffClientCases, puffGatewayCases } from "@gw-sim/testkit/puff";
import { expect, test } from "vitest";
import { inVirtualTime } from "./support/in-virtual-time.js";
import { clientMutants } from "./support/puff-client-mutants.js";
import { type ClientTargetOptions, clientTarget } from "./support/puff-client-target.js";
import { mutants } from "./support/puff-mutants.js";
import type { PuffMutant } from "./support/puff-tampering.js";
import { memoryTarget, socketTarget } from "./support/puff-targets.js";
import { tamperedDial } from "./support/tampered-dial.js";
import type { Fault } from "./support/tampering.js";

const harmless: Fault = () => ({});

function caseOf<Target>(cases: readonly ConformanceCase<Target>[], id: string) {
	const found = cases.find((one) => one.id === id);
	if (found === undefined) throw new Error(`there is no case ${id}`);
	return found;
}

/** What a mutant goes on saying of itself, whatever it was set to. */
const claims = {
	heartbeatIntervalMs: 25_000,
	idleTimeoutMs: 60_000,
	emptyGroupTtlMs: 10_000,
	unjoinedGroupTtlMs: 30_000,
};

async function judgeGateway(
	id: string,
	{ fault = () => harmless, settings }: Pick<PuffMutant, "fault" | "settings"> = {},
): Promise<Verdict> {
	const shared = fault();
	await using staged = memoryTarget(settings, (dial) => tamperedDial(dial, shared));
	const target = { ...staged.target, ...claims };
	return await staged.run(judge(caseOf(puffGatewayCases, id), target, target.clock));
}

function judgeClient(id: string, options?: ClientTargetOptions): Promise<Verdict> {
	const target = clientTarget(options);
	return inVirtualTime(target.clock, judge(caseOf(puffClientCases, id), target, target.clock));
}

const rows = <Mutant extends { readonly caught: readonly string[] }>(all: readonly Mutant[]) =>
	all.flatMap((mutant) => mutant.caught.map((id) => ({ ...mutant, id })));

test.each(rows(mutants))("a gateway that $name fails puff/$id", async ({ id, ...mutant }) => {
	expect((await judgeGateway(`puff/${id}`, mutant)).status).toBe("failed");
});

test.each(rows(clientMutants))("a client that $name fails puff/client-$id", async (row) => {
	const { id, ...mutant } = row;
	expect((await judgeClient(`puff/client-${id}`, mutant)).status).toBe("failed");
});

test("tampering that changes nothing fails no case", async () => {
	for (const { id } of puffGatewayCases)
		expect([id, (await judgeGateway(id)).status]).not.toContain("failed");
	const wrap: ClientTargetOptions["wrap"] = (dial) => tamperedDial(dial, harmless);
	for (const { id } of puffClientCases)
		expect([id, (await judgeClient(id, { wrap })).status]).toContain("passed");
});

/** Cases about what connections in memory do not have. */
const { target: inMemory } = memoryTarget();
const ofNetwork = puffGatewayCases.filter(({ unfit }) => (unfit?.(inMemory) ?? null) !== null);

/** Keeps nothing of what lies beside the conversation. */
const careless: Partial<PuffTarget> = {
	http: async () => ({ status: 405, body: "no", header: () => null }),
	handshake: async () => ({ status: 101, header: () => "permessage-deflate" }),
	connectPinging: async () => ({
		ping: () => Promise.reject(new Error("closed with 1011")),
		pong: () => {},
		closeCode: 1011,
		close: () => {},
	}),
	maxPayloadBytes: 1000,
	heartbeatTimeoutMs: 300,
	idleTimeoutMs: 300,
	ownsPort: true,
	waitMs: 300,
};

test.each(ofNetwork)("a gateway careless of the network fails $id", async (one) => {
	await using staged = await socketTarget();
	const target = { ...staged.target, ...careless };
	expect((await judge(one, target, target.clock)).status).toBe("failed");
});

test("there is no case that no mutant fails", () => {
	const failed = [
		...rows(mutants).map(({ id }) => `puff/${id}`),
		...rows(clientMutants).map(({ id }) => `puff/client-${id}`),
		...ofNetwork.map(({ id }) => id),
	];
	const ids = [...puffGatewayCases, ...puffClientCases].map(({ id }) => id);
	expect(ids.filter((id) => !failed.includes(id))).toEqual([]);
});
