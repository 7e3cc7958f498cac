import { meaningOf } from "@gw-sim/core";
import {
	type ChatErrorCode,
	chatCloseCodes,
	chatErrors,
	errorMeaning,
	exceedsPayload,
	refusalOf,
} from "@gw-sim/protocols/chat";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
	["a".repeat(4096), false],
	["a".repeat(4097), true],
	["é".repeat(2048), false],
	[`${"é".repeat(2048)}a`, true],
	["€".repeat(1365), false],
	["€".repeat(1366), true],
	["😀".repeat(1024), false],
	["😀".repeat(1025), true],
	[new Uint8Array(4096), false],
	[new Uint8Array(4097), true],
])("the limit counts bytes (example %#)", (frame, exceeds) => {
	expect(exceedsPayload(frame, 4096)).toBe(exceeds);
});

test("any text's size is that of its UTF-8", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, max) => {
			expect(exceedsPayload(text, max)).toBe(Buffer.byteLength(text) > max);
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	[0, "identifying", 1008],
	[0, "identified", 1008],
	[1, "identifying", 1008],
	[1, "identified", null],
	[3, "identified", null],
	[4, "identifying", 1008],
	[5, "identifying", 1008],
	[5, "identified", 1008],
	[99, "identified", 1011],
	[4000, "identifying", 4000],
	[4001, "identified", 4001],
	[4002, "identified", 4002],
	[4003, "identifying", 4003],
	[4004, "identifying", null],
	[4005, "identifying", null],
	[544_541, "identified", null],
] as const)("error %i while %s closes with %s", (code, phase, closeCode) => {
	expect(refusalOf(code, phase)).toEqual({
		message: { kind: "error", code, fatal: closeCode !== null },
		closeCode,
	});
});

test("every error has words, even one that nobody documented", () => {
	const codes = Object.keys(chatErrors).map(Number) as ChatErrorCode[];
	expect(codes).toHaveLength(13);
	for (const code of codes) expect(errorMeaning(code)).not.toBe("not documented");
	expect(errorMeaning(2)).toBe("not documented");
	expect(errorMeaning(Number.NaN)).toBe("not documented");
});

test.each([
	[1000, "reconnect", 0],
	[1001, "resume", 0],
	[1006, "resume", 0],
	[1008, "fatal", 0],
	[1009, "reconnect", 0],
	[1011, "resume", 0],
	[1012, "resume", 0],
	[4000, "resume", 0],
	[4001, "resume", 0],
	[4002, "resume", 5000],
	[4003, "resume", 0],
	[4004, "reconnect", 0],
	[4999, "reconnect", 0],
])("after a close with %i a client will %s, not before %i ms", (code, recovery, minWaitMs) => {
	expect(meaningOf(chatCloseCodes, code).recovery).toBe(recovery);
	expect(chatCloseCodes[code]?.minWaitMs ?? 0).toBe(minWaitMs);
});
