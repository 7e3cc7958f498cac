import { integer, seededRandom } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import {
	adalight,
	bauds,
	FirmwareRig,
	greeting,
	mostLeds,
	picture,
} from "./support/firmware-rig.js";

const total = 24;

/** Random colours, among them the pictures that a wrong bit or a lost byte shows best. */
function pictures(leds: number, seed: string): readonly Uint8Array[] {
	const random = seededRandom(seed);
	const constant = [0x00, 0xff, 0x41, 0x55];
	return Array.from({ length: total }, (_, index) =>
		Uint8Array.from({ length: 3 * leds }, () => constant[index] ?? integer(random, 0, 255)),
	);
}

const cases = bauds.flatMap((baud) =>
	[1, 16, 60, mostLeds].flatMap((leds) => [1, 2].map((inFlight) => ({ baud, leds, inFlight }))),
);

describe("no frame is lost", () => {
	test.each(cases)(
		"$baud baud, $leds LEDs, $inFlight unacknowledged",
		({ baud, leds, inFlight }) => {
			const rig = new FirmwareRig(baud);
			const sent = pictures(leds, `${baud}/${leds}`);
			const frames = sent.map((pixels) => adalight(pixels));

			const ms = rig.stream(frames, inFlight);

			expect(rig.pictures).toEqual(sent.map(picture));
			expect(rig).toMatchObject({ text: greeting, acks: total, earlyAcks: 0 });
			expect(rig.board.counters).toMatchObject({
				overruns: 0,
				frameErrors: 0,
				badPulses: 0,
				resets: 0,
			});
			const { zeroHigh, oneHigh, low } = rig.board.timings;
			expect([zeroHigh, oneHigh]).toEqual([
				{ min: 5, max: 5 },
				{ min: 12, max: 12 },
			]);
			expect(low.min).toBeGreaterThanOrEqual(8);
			expect(low.max).toBeLessThanOrEqual(36);

			// A frame counts as shown after 50 us of low time; the next one may begin after 280.
			const pauses = rig.frames
				.slice(1)
				.map(({ startedAt }, index) => startedAt - (rig.frames[index]?.latchedAt ?? 0));
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(16 * (280 - 50));

			const wireMs = (frames.reduce((sum, { length }) => sum + length, 0) * 10_000) / Number(baud);
			// A frame alone waits for the strip, and a strip of one LED for its reset, however fast the line.
			if (inFlight === 2 && leds > 1) expect(wireMs / ms).toBeGreaterThan(0.95);
			if (inFlight === 1 && leds > 1 && baud === "115200")
				expect(wireMs / ms).toBeGreaterThan(0.85);
		},
	);
});

test("a host that does not wait loses nothing either, where the strip keeps up", () => {
	const rig = new FirmwareRig("500000");
	const sent = pictures(mostLeds, "unpaced");
	rig.stream(
		sent.map((pixels) => adalight(pixels)),
		total,
	);
	expect(rig.pictures).toEqual(sent.map(picture));
});

test("where the strip does not keep up, frames are lost whole, and it recovers", () => {
	const rig = new FirmwareRig("500000");
	// Each one LED with a colour of its own; the strip's reset takes longer than a frame on the line.
	const sent = Array.from({ length: 600 }, (_, index) => [index >> 8, index & 0xff, 0x80]);
	rig.send(...sent.map((pixels) => adalight(pixels)));
	rig.run(300);
	expect(rig.frames.length).toBeLessThan(sent.length);
	const colors = sent.map(picture);
	const order = rig.pictures.map((each) => colors.indexOf(each));
	expect(order).not.toContain(-1);
	expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
	expect(rig.acks).toBe(rig.frames.length);

	rig.stream(
		sent.slice(0, 4).map((pixels) => adalight(pixels)),
		2,
	);
	expect(rig.pictures.slice(-4)).toEqual(colors.slice(0, 4));
});
