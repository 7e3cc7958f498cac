import fc from "fast-check";
import { expect, test } from "vitest";
import { adalight, FirmwareRig, picture } from "./support/firmware-rig.js";

const leds = 5;
const payload = 3 * leds;

/** Colours, more often than by chance those that headers are made of. */
const byte = fc.oneof(
	fc.integer({ min: 0, max: 255 }),
	fc.constantFrom(...adalight(new Uint8Array(payload)).subarray(0, 6)),
);
const pixels = fc.array(byte, { minLength: payload, maxLength: payload });

/** A frame of whose payload some bytes are lost on the way. */
const short = fc
	.tuple(pixels, fc.integer({ min: 0, max: payload - 1 }), fc.integer({ min: 1, max: payload }))
	.map(([colors, from, count]) =>
		adalight(colors).filter((_, index) => index < 6 + from || index >= 6 + from + count),
	);

/**
 * Whole frames, some of them behind a short one. Two short ones in a row can be as long together
 * as a whole one with a header in its picture, and nobody could tell them from that.
 */
const stream = fc.array(fc.record({ before: fc.option(short), pixels }), {
	minLength: 1,
	maxLength: 6,
});

test("of frames that follow one another, each that is whole is shown, and nothing else", () => {
	fc.assert(
		fc.property(stream, (frames) => {
			const rig = new FirmwareRig("115200");
			for (const { before, pixels: colors } of frames)
				rig.send(before ?? new Uint8Array(), adalight(colors));
			rig.run(30);
			expect(rig.pictures).toEqual(frames.map(({ pixels: colors }) => picture(colors)));
			expect(rig.acks).toBe(frames.length);
		}),
		{ numRuns: 60, seed: 20 },
	);
});
