import { type CaseResult, type ConformanceCase, judge } from "@gw-sim/testkit";
import { type CloudTarget, cloudGatewayCases } from "@gw-sim/testkit/cloud";
import { describe, expect, test } from "vitest";
import { fastTarget, memoryTarget, socketTarget } from "./support/cloud-targets.js";

type Case = ConformanceCase<CloudTarget>;

const shown = (result: CaseResult): string =>
	result.status === "failed" ? `failed: ${result.message}` : result.status;

const named = (names: RegExp): readonly Case[] =>
	cloudGatewayCases.filter(({ id }) => names.test(id));

/** What takes too long on the system's clock. */
const slow =
	/\/(silence-is-1008|late-secret|deadline-ends-with-ok|pings-do-not-put-off-the-deadline|repeats-the-packet|repeats-what-is-shown-now|no-heartbeat-asked|gateway-pings|gateway-drops-the-dead)$/;

/** What needs other terms than the default ones. */
const heartbeat = /\/heartbeat-/;
const silent = /\/repeats-nothing-at-0$/;
const patient = /\/repeats-for-lamps-alone$/;
const dedicated = /\/(any-path|foreign-path)$/;
const lasting = /\/display-outlives-a-restart$/;
const special = [heartbeat, silent, patient, lasting];

const terms = [
	["asks for heartbeats", { heartbeatTimeoutMs: 10_000 }, heartbeat],
	["repeats nothing", { repeatMs: 0 }, silent],
	["waits long for the secret", { handshakeTimeoutMs: 30_000, repeatMs: 10_000 }, patient],
] as const;

function isSkipped({ id }: Case, ...reasons: readonly RegExp[]): boolean {
	return reasons.some((reason) => reason.test(id));
}

describe("the reference server keeps the rules of lamps over sockets", () => {
	for (const one of cloudGatewayCases)
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget();
			const { target } = staged;
			const result = await judge(one, target, target.clock);
			expect(shown(result)).toBe(
				isSkipped(one, slow, dedicated, ...special) ? "skipped" : "passed",
			);
		});
});

describe("on a port of its own", () => {
	for (const one of cloudGatewayCases.filter((one) => !isSkipped(one, slow, ...special)))
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget({ isDedicated: true });
			const { target } = staged;
			expect(shown(await judge(one, target, target.clock))).toBe("passed");
		});
});

describe("on a clock that is fast, a server", () => {
	const often = ["repeats often", { repeatMs: 10_000 }, slow] as const;
	for (const [what, settings, names] of [often, ...terms])
		for (const one of named(names))
			test.concurrent(`that ${what}: ${one.id}`, async ({ expect }) => {
				await using staged = await fastTarget(settings);
				const { target } = staged;
				expect(shown(await judge(one, target, target.clock))).toBe("passed");
			});
});

/** What needs bytes, a port or a limit, which connections in memory do not have. */
const network =
	/\/(websocket-|payload-limit|pings-do-not-put-off|gateway-|heartbeat-(by|is-no)-|frames-are-|grants-|any-origin|refusal-on-the-wire|close-|end-of-tcp|secret-in-slices|bad-utf8|unmasked-|reserved-|long-ping)/;

describe("its gateway keeps them in memory, in virtual time", () => {
	for (const one of cloudGatewayCases)
		test(one.id, async () => {
			await using staged = memoryTarget();
			const { target } = staged;
			const result = await staged.run(judge(one, target, target.clock));
			expect(shown(result)).toBe(
				isSkipped(one, network, dedicated, ...special) ? "skipped" : "passed",
			);
		});
});

describe.each(terms)("one in memory that %s", (_, settings, names) => {
	for (const one of named(names).filter((one) => !isSkipped(one, network)))
		test(one.id, async () => {
			await using staged = memoryTarget(settings);
			const { target } = staged;
			expect(shown(await staged.run(judge(one, target, target.clock)))).toBe("passed");
		});
});

test("a target that gives nothing but a URL and the secret is told what it misses", async () => {
	await using staged = memoryTarget();
	const { url, dial, clock, secret } = staged.target;
	const bare = { url, dial, clock, secret };
	const missing = cloudGatewayCases.map(({ unfit }) => unfit?.(bare) ?? null);
	expect(missing.filter((why) => why === null).length).toBeGreaterThan(25);
	for (const why of missing) expect(why ?? "the target").toMatch(/target|takes \d+ ms/);
});
