import { type CaseResult, type ConformanceCase, judge } from "@gw-sim/testkit";
import { type PuffTarget, puffGatewayCases } from "@gw-sim/testkit/puff";
import { describe, expect, test } from "vitest";
import { cliTarget, fastTarget, memoryTarget, socketTarget } from "./support/puff-targets.js";

type Case = ConformanceCase<PuffTarget>;

const shown = (result: CaseResult): string =>
	result.status === "failed" ? `failed: ${result.message}` : result.status;

const named = (names: RegExp): readonly Case[] =>
	puffGatewayCases.filter(({ id }) => names.test(id));

/** What takes too long on the system's clock. */
const slow =
	/\/(silence-|heartbeats-keep-|any-message-is-activity|pings-are-activity|unjoined-group-goes|empty-group-(goes|waits)|list-without-a-group-that-goes)/;
/** What needs other terms than the default ones. */
const beating = /\/missed-heartbeats-close-4002$/;
const ownPort = /\/http-unknown-route$/;
/** What connections in memory do not have: HTTP, headers, pings, and a limit on what they carry. */
const network = /\/(http-|endpoint-|handshake-|pings-|pongs-|payload-limit)/;
/** What a gateway like the first one does otherwise. */
const otherwise = /\/(heating-|ready-|inquiry-|sesh-|user-|joined-|device-|order-|delete-)/;

const asks = { heartbeatTimeoutMs: 40_000 };
const shorter = { heartbeatIntervalMs: 8000, idleTimeoutMs: 20_000, unjoinedGroupTtlMs: 20_000 };

function expected({ id }: Case, ...skipped: readonly RegExp[]): string {
	return skipped.some((names) => names.test(id)) ? "skipped" : "passed";
}

describe("the reference server keeps the rules of puffs over sockets", () => {
	for (const one of puffGatewayCases)
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget();
			const { target } = staged;
			const result = await judge(one, target, target.clock);
			expect(shown(result)).toBe(expected(one, slow, beating, ownPort));
		});
});

describe("on a port of its own", () => {
	for (const one of named(/hello-|path-|http-|endpoint-|query-/))
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget({ ownsPort: true });
			const { target } = staged;
			expect(shown(await judge(one, target, target.clock))).toBe("passed");
		});
});

describe.each([
	["a server of shorter terms", shorter, slow],
	["one that asks for heartbeats", { ...shorter, heartbeatTimeoutMs: 10_000 }, beating],
] as const)("on a clock that is fast, %s", (_, settings, names) => {
	for (const one of named(names))
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await fastTarget(settings);
			const { target } = staged;
			expect(shown(await judge(one, target, target.clock))).toBe("passed");
		});
});

describe.each([
	["its gateway", {}, /./, [network, beating]],
	["one that asks for heartbeats", asks, /heartbeat|any-message/, [/any-message/]],
	["one like the first gateway", { compat: "seed" }, otherwise, []],
] as const)("%s keeps them in memory, in virtual time", (_, settings, names, skipped) => {
	for (const one of named(names))
		test(one.id, async () => {
			await using staged = memoryTarget(settings);
			const { target } = staged;
			const result = await staged.run(judge(one, target, target.clock));
			expect(shown(result)).toBe(expected(one, ...skipped));
		});
});

test("the built program keeps them, one case after the other", async () => {
	const target = await cliTarget();
	const results: string[] = [];
	for (const one of puffGatewayCases)
		results.push(`${one.id} ${shown(await judge(one, target, target.clock))}`);
	const all = puffGatewayCases.map((one) => `${one.id} ${expected(one, slow, beating)}`);
	expect(results).toEqual(all);
});

test("strangers and other cases do not disturb a case", async () => {
	await using staged = memoryTarget();
	const { isAlone: _, ...target } = staged.target;
	const run = async (one: Case): Promise<string> =>
		`${one.id} ${shown(await judge(one, target, target.clock))}`;
	const results = await staged.run(
		Promise.all([...puffGatewayCases, ...puffGatewayCases].map(run)),
	);
	expect(results.filter((result) => result.includes("failed"))).toEqual([]);
});

test("a target that gives nothing but a URL is told what it misses", async () => {
	await using staged = memoryTarget();
	const { url, dial, clock } = staged.target;
	const missing = puffGatewayCases.map(({ unfit }) => unfit?.({ url, dial, clock }) ?? null);
	expect(missing.filter((why) => why === null).length).toBeGreaterThan(100);
	for (const why of missing) expect(why ?? "the target").toMatch(/target|takes \d+ ms|is not set/);
});
