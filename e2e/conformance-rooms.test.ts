import { type CaseResult, judge } from "@gw-sim/testkit";
import { roomsGatewayCases } from "@gw-sim/testkit/rooms";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryTarget, type Staged, socketTarget } from "./support/rooms-targets.js";

const shown = (result: CaseResult): string =>
	result.status === "failed" ? `failed: ${result.message}` : result.status;

/** What connections in memory do not have: HTTP, headers, and a limit on what they carry. */
const needsNetwork =
	/^rooms\/(http-|handshake-|session-by-cookie$|session-query-before-cookie$|payload-limit$)/;

/** Of these two every gateway keeps one. */
const ownSession = "rooms/session-of-the-clients-own";
const unknownSession = "rooms/session-unknown";

describe.each([
	["the reference server", {}, /./, ownSession],
	["one that spells counters as text", { counterValueAs: "string" }, /counter|order/, ownSession],
	["one that takes the clients' sessions", { clientSessions: true }, /session/, unknownSession],
	["one with a config of its own", { initialConfig: "v1" }, /config|connect/, ownSession],
])("%s keeps the rules of rooms over sockets", (_, settings, concerned, unfit) => {
	let staged: Staged;
	beforeAll(async () => {
		staged = await socketTarget(settings);
	});
	afterAll(() => staged[Symbol.asyncDispose]());

	for (const one of roomsGatewayCases.filter(({ id }) => concerned.test(id)))
		test.concurrent(one.id, async ({ expect }) => {
			const { target } = staged;
			const result = await judge(one, target, target.clock);
			expect(shown(result)).toBe(one.id === unfit ? "skipped" : "passed");
		});
});

describe("its gateway keeps them in memory, in virtual time", () => {
	for (const one of roomsGatewayCases)
		test(one.id, async () => {
			await using staged = memoryTarget();
			const { target } = staged;
			const isUnfit = needsNetwork.test(one.id) || one.id === ownSession;
			const result = await staged.run(judge(one, target, target.clock));
			expect(shown(result)).toBe(isUnfit ? "skipped" : "passed");
		});
});
