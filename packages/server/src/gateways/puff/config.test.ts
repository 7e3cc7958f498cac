import { parseConfig } from "@gw-sim/server";
import { expect, test } from "vitest";

const parse = (puff: unknown) => parseConfig({ puff }).puff;

test("every key has a default", () => {
	expect(parse({})).toEqual({
		heartbeatIntervalMs: 25_000,
		idleTimeoutMs: 60_000,
		emptyGroupTtlMs: 10_000,
		unjoinedGroupTtlMs: 30_000,
		heartbeatTimeoutMs: 0,
		maxPayloadBytes: 65_536,
		compat: "default",
	});
	expect(parseConfig().limits).toMatchObject({
		groups: 10_000,
		publicGroups: 250,
		groupMembers: 1000,
		deviceKeys: 256,
		deviceBytes: 16_384,
		groupBytes: 524_288,
	});
});

test.each([
	[{ heartbeatIntervalMs: 0 }, "puff.heartbeatIntervalMs: needs a whole number from 10"],
	[{ idleTimeoutMs: -1 }, "puff.idleTimeoutMs: needs"],
	[{ emptyGroupTtlMs: "10s" }, "puff.emptyGroupTtlMs: needs"],
	[{ unjoinedGroupTtlMs: 1.5 }, "puff.unjoinedGroupTtlMs: needs"],
	[{ heartbeatTimeoutMs: null }, "puff.heartbeatTimeoutMs: needs"],
	[{ maxPayloadBytes: 0 }, "puff.maxPayloadBytes: needs"],
	[{ compat: "final" }, "puff.compat: must be default or seed"],
	[{ compt: "seed" }, "unknown key puff.compt"],
	[[], "puff: must be a mapping"],
])("%j is refused by its path", (puff, message) => {
	expect(() => parse(puff)).toThrow(message);
});
