import { type ConformanceCase, judge, type Verdict } from "@gw-sim/testkit";
import { roomsClientCases, roomsGatewayCases } from "@gw-sim/testkit/rooms";
import type { Dial } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { inVirtualTime } from "./support/in-virtual-time.js";
import { clientMutants } from "./support/rooms-client-mutants.js";
import { clientTarget } from "./support/rooms-client-target.js";
import { mutants } from "./support/rooms-mutants.js";
import { memoryTarget, socketTarget } from "./support/rooms-targets.js";
import { tamperedDial } from "./support/tampered-dial.js";
import type { Fault } from "./support/tampering.js";

const harmless: Fault = () => ({});

function caseOf<Target>(cases: readonly ConformanceCase<Target>[], id: string) {
	const found = cases.find((one) => one.id === id);
	if (found === undefined) throw new Error(`there is no case ${id}`);
	return found;
}

async function judgeGateway(id: string, fault: Fault): Promise<Verdict> {
	await using staged = memoryTarget((dial) => tamperedDial(dial, fault));
	const { target } = staged;
	return await staged.run(judge(caseOf(roomsGatewayCases, id), target, target.clock));
}

function judgeClient(id: string, fault: Fault, options: object = {}): Promise<Verdict> {
	const target = clientTarget(options, (dial: Dial) => tamperedDial(dial, fault));
	return inVirtualTime(target.clock, judge(caseOf(roomsClientCases, id), target, target.clock));
}

const rows = <Mutant extends { readonly caught: readonly string[] }>(all: readonly Mutant[]) =>
	all.flatMap((mutant) => mutant.caught.map((id) => ({ ...mutant, id })));

test.each(rows(mutants))("a gateway that $name fails rooms/$id", async ({ id, fault }) => {
	expect((await judgeGateway(`rooms/${id}`, fault())).status).toBe("failed");
});

test.each(rows(clientMutants))("a client that $name fails rooms/client-$id", async (row) => {
	const { id, fault = () => harmless, options } = row;
	expect((await judgeClient(`rooms/client-${id}`, fault(), options)).status).toBe("failed");
});

test("tampering that changes nothing fails no case", async () => {
	for (const { id } of roomsGatewayCases)
		expect([id, (await judgeGateway(id, harmless)).status]).not.toContain("failed");
	for (const { id } of roomsClientCases)
		expect([id, (await judgeClient(id, harmless)).status]).toContain("passed");
});

test("a gateway without the origin's HTTP fails every case about it", async () => {
	await using staged = await socketTarget();
	const target = {
		...staged.target,
		handshake: async () => ({ status: 101, header: () => [] }),
		http: async () => ({ status: 404, body: "not found" }),
	};
	const needing = roomsGatewayCases.filter((one) => {
		const { handshake: _, http: __, ...less } = staged.target;
		return one.unfit?.(less)?.match(/handshake|http/);
	});
	expect(needing).toHaveLength(12);
	for (const one of needing) {
		const { id, status } = await judge(one, target, target.clock);
		const isKept = id === "rooms/handshake-upgrade-in-any-case";
		expect([id, status]).toEqual([id, isKept ? "passed" : "failed"]);
	}
});
