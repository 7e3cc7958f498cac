import { negotiateVersion } from "@gw-sim/protocols/lock";
import { expect, test } from "vitest";

test.each([
	[null, 1],
	["1.0.0", 1],
	["1.0.5", 1],
	["2.0.0", 2],
	["2.0.9", 2],
	["2.0.10", 2],
	["2.1.0", null],
	["1.1.0", null],
	["3.0.0", null],
	["0.0.0", null],
	["2", null],
	["2.0", null],
	["2.0.01", null],
	["2.0.0\n", null],
	[" 2.0.0", null],
	["", null],
	["abc", null],
] as const)("vsn %j means serializer %j", (vsn, version) => {
	expect(negotiateVersion(vsn)).toBe(version);
});
