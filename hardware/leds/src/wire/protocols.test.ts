import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame } from "../testing/decode-frame.js";
import vectors from "../vectors.json" with { type: "json" };
import type { AwaOptions } from "./awa.js";
import { encodeFrame, frameLength, type LedProtocol, ledProtocols } from "./protocols.js";

const isProtocol = (name: string): name is LedProtocol =>
	ledProtocols.some((protocol) => protocol === name);

/** Bytes of a text of hexadecimal digits. */
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

test("every protocol has vectors", () => {
	expect(new Set(vectors.map(({ protocol }) => protocol))).toEqual(new Set(ledProtocols));
});

test.each(vectors)("$protocol: $name", ({ protocol, colors, frame, awa }) => {
	if (!isProtocol(protocol)) throw new Error(`no protocol ${protocol}`);
	const encoded = encodeFrame(protocol, bytesOf(colors), awa);
	expect(Buffer.from(encoded).toString("hex")).toBe(frame);
	expect(frameLength(protocol, colors.length / 6, awa)).toBe(encoded.length);
});

const awaOptions: fc.Arbitrary<AwaOptions> = fc.record(
	{
		rgbw: fc.boolean(),
		calibration: fc.record({
			limit: fc.nat(255),
			red: fc.nat(255),
			green: fc.nat(255),
			blue: fc.nat(255),
		}),
	},
	{ requiredKeys: [] },
);

test.each(ledProtocols)("what a %s device reads is what was sent", (protocol) => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 255 }).chain((leds) => {
				return fc.uint8Array({ minLength: 3 * leds, maxLength: 3 * leds });
			}),
			awaOptions,
			(colors, awa) => {
				const options = protocol === "awa" ? awa : {};
				const frame = encodeFrame(protocol, colors, options);
				expect(frame).toHaveLength(frameLength(protocol, colors.length / 3, options));
				expect(decodeFrame(protocol, frame)).toEqual(colors);
			},
		),
	);
});

test.each<[LedProtocol, number, number[]]>([
	["adalight", 257, [0x41, 0x64, 0x61, 1, 0, 0x54]],
	["adalight", 65_536, [0x41, 0x64, 0x61, 255, 255, 0x55]],
	["lightberry", 257, [0x41, 0x64, 0x61, 1, 1, 0x55]],
	["skydimo", 255, [0x41, 0x64, 0x61, 0, 0, 255]],
	["awa", 300, [0x41, 0x77, 0x61, 1, 43, 0x7f]],
	["tpm2", 300, [0xc9, 0xda, 0x03, 0x84]],
	["tpm2", 21_845, [0xc9, 0xda, 255, 255]],
])("%s counts %i LEDs", (protocol, leds, header) => {
	const frame = encodeFrame(protocol, new Uint8Array(3 * leds));
	expect([...frame.subarray(0, header.length)]).toEqual(header);
});

test("a LightBerry strip gets an end frame of half a bit a LED, and of 4 bytes at least", () => {
	expect([1, 64, 65, 160].map((leds) => frameLength("lightberry", leds) - 10 - 4 * leds)).toEqual([
		4, 4, 5, 10,
	]);
});

test.each<[LedProtocol, number]>([
	["adalight", 65_537],
	["lightberry", 65_536],
	["skydimo", 256],
	["awa", 65_537],
	["tpm2", 21_846],
	["adalight", 0],
	["adalight", 1.5],
	["adalight", Number.NaN],
])("%s cannot count %d LEDs", (protocol, leds) => {
	expect(() => frameLength(protocol, leds)).toThrow(/takes 1 to \d+ LEDs/);
});

test("half a LED is refused", () => {
	expect(() => encodeFrame("adalight", new Uint8Array(4))).toThrow("adalight takes 1 to");
});
