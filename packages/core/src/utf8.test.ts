import { utf8Decode, utf8Encode } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("well-formed text survives, a byte order mark included", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			expect(utf8Decode(utf8Encode(text))).toBe(text);
		}),
	);
	expect(utf8Decode(utf8Encode("\ufeffa"))).toBe("\ufeffa");
});

test.each([
	["a lone continuation byte", [0x80]],
	["a cut sequence", [0xe2, 0x82]],
	["an overlong slash", [0xc0, 0xaf]],
	["an encoded surrogate", [0xed, 0xa0, 0x80]],
	["beyond the last character", [0xf4, 0x90, 0x80, 0x80]],
])("%s is no text", (_, bytes) => {
	expect(utf8Decode(Uint8Array.from(bytes))).toBeNull();
});

test("a lone surrogate becomes the replacement character", () => {
	expect(utf8Encode("\ud800")).toEqual(Uint8Array.of(0xef, 0xbf, 0xbd));
});
