import { UsageError } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { firmwareHex } from "./firmware-image.js";
import { flashBytes, parseIntelHex } from "./intel-hex.js";

const end = ":00000001FF";

/** A record with its checksum. */
function record(address: number, type: number, data: readonly number[]): string {
	const bytes = [data.length, address >> 8, address & 0xff, type, ...data];
	const sum = bytes.reduce((all, byte) => all + byte, 0);
	const digits = [...bytes, -sum & 0xff].map((byte) => byte.toString(16).padStart(2, "0"));
	return `:${digits.join("").toUpperCase()}`;
}

test("data stands at its addresses, and the rest is erased", () => {
	const flash = parseIntelHex(`:0300300002337A1E\n${end}\n`);
	expect(flash).toHaveLength(flashBytes);
	expect([...flash.subarray(0x2f, 0x34)]).toEqual([0xff, 0x02, 0x33, 0x7a, 0xff]);
	expect(flash.filter((byte) => byte !== 0xff)).toHaveLength(3);
});

test.each([
	["lines of Windows and lower case", `:0300300002337a1e\r\n\r\n${end}\r\n`],
	["a segment", `${record(0, 2, [0, 3])}\n${record(0, 0, [2, 0x33, 0x7a])}\n${end}`],
	["a linear base", `${record(0, 4, [0, 0])}\n${record(0x30, 0, [2, 0x33, 0x7a])}\n${end}`],
	["a start address", `${record(0, 5, [0, 0, 0, 0])}\n:0300300002337A1E\n${end}`],
	["what follows the end", `:0300300002337A1E\n${end}\nrubbish`],
])("it takes %s", (_, text) => {
	expect([...parseIntelHex(text).subarray(0x30, 0x33)]).toEqual([0x02, 0x33, 0x7a]);
});

test.each([
	["", /line 1 .*end-of-file record is missing/],
	[":0300300002337A1E", /end-of-file record is missing/],
	[`:0300300002337A1F\n${end}`, /line 1 .*checksum/],
	[`\n:0400300002337A1D\n${end}`, /line 2 .*does not hold 4 bytes/],
	[`0300300002337A1E\n${end}`, /line 1 .*no record/],
	[`:0300300002337A1\n${end}`, /no record/],
	[`:03003000O2337A1E\n${end}`, /no record/],
	[`${record(0, 6, [])}\n${end}`, /record type 6 means nothing/],
	[`${record(0, 4, [1])}\n${end}`, /an address needs two bytes/],
	[`${record(0, 4, [0, 1])}\n${record(0, 0, [1])}\n${end}`, /address 65536 is beyond 32768/],
	[`${record(0x7fff, 0, [1, 2])}\n${end}`, /address 32768 is beyond/],
	[`${record(0, 0, [1])}\n${record(0, 0, [1])}\n${end}`, /line 2 .*address 0 is written twice/],
	["x".repeat(2 ** 20 + 1), /longer than/],
])("what is not sound is refused with its line: %#", (text, expected) => {
	expect(() => parseIntelHex(text)).toThrow(expected);
	expect(() => parseIntelHex(text)).toThrow(UsageError);
});

test("our firmware is sound", () => {
	for (const text of Object.values(firmwareHex))
		expect(parseIntelHex(text).filter((byte) => byte !== 0xff).length).toBeGreaterThan(200);
});

test("what was written is read, whatever the lengths of its records", () => {
	const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 255 }), { maxLength: 20 });
	fc.assert(
		fc.property(chunks, (parts) => {
			let at = 0;
			const lines = parts.map((part) => {
				at += part.length;
				return record(at - part.length, 0, [...part]);
			});
			const flash = parseIntelHex([...lines, end].join("\n"));
			expect([...flash.subarray(0, at)]).toEqual(parts.flatMap((part) => [...part]));
		}),
	);
});

test("any text is read or refused, and nothing else", () => {
	const characters = fc.constantFrom(..."0123456789ABCDEF:\n\r x");
	fc.assert(
		fc.property(fc.string({ unit: characters, maxLength: 200 }), (text) => {
			let refused: unknown;
			try {
				parseIntelHex(text);
			} catch (error) {
				refused = error;
			}
			expect(refused === undefined || refused instanceof UsageError).toBe(true);
		}),
	);
});
