import { type CaseResult, judge } from "@gw-sim/testkit";
import { chatGatewayCases } from "@gw-sim/testkit/chat";
import { describe, expect, test } from "vitest";
import { memoryTarget, socketTarget } from "./support/chat-targets.js";

/** What takes too long on the system's clock by the protocol's own terms. */
const slow = [
	"chat/missed-heartbeat-is-4001",
	"chat/heartbeats-count-before-present",
	"chat/other-traffic-is-no-heartbeat",
	"chat/heartbeats-keep-a-session",
	"chat/rate-window-passes",
	"chat/lost-session-leaves-in-the-end",
	"chat/resume-after-missed-heartbeats",
	"chat/resume-after-its-time",
];

const shown = (result: CaseResult): string =>
	result.status === "failed" ? `failed: ${result.message}` : result.status;

describe("the reference server keeps the rules of chat over sockets", () => {
	for (const one of chatGatewayCases)
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget();
			const { target } = staged;
			const result = await judge(one, target, target.clock);
			expect(shown(result)).toBe(slow.includes(one.id) ? "skipped" : "passed");
		});
});

describe("it keeps those that take time over sockets, by shorter terms", () => {
	const hbIntMs = 600;
	const rate = { payloads: 60, perMs: 2000 };
	const session = { ttlMs: 3000, bufferEvents: 256 };
	const settings = { heartbeatIntervalMs: hbIntMs, rateLimit: rate, session };
	for (const one of chatGatewayCases.filter(({ id }) => slow.includes(id)))
		test.concurrent(one.id, async ({ expect }) => {
			await using staged = await socketTarget(settings);
			const target = { ...staged.target, hbIntMs, rate, session };
			expect(shown(await judge(one, target, target.clock))).toBe("passed");
		});
});

describe("its gateway keeps them in memory, in virtual time", () => {
	for (const one of chatGatewayCases)
		test(one.id, async () => {
			await using staged = memoryTarget();
			const { target } = staged;
			expect(shown(await staged.run(judge(one, target, target.clock)))).toBe("passed");
		});
});
