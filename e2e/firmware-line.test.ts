import { seededRandom } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import { adalight, FirmwareRig, greeting, mostLeds, picture } from "./support/firmware-rig.js";

const red = Array.from({ length: 16 }, () => [200, 0, 0]).flat();
const ramp = Array.from({ length: 48 }, (_, index) => 100 + index);
const noise = (length: number, seed: string): number[] => {
	const random = seededRandom(seed);
	return Array.from({ length }, () => Math.floor(random() * 256));
};

test("is dark and says hello when the power comes on, then each second while nothing comes", () => {
	const rig = new FirmwareRig("115200");
	expect(rig.shown.map(({ pixels }) => picture(pixels))).toEqual([
		picture(new Uint8Array(3 * mostLeds)),
	]);
	expect(rig.text).toBe(greeting);

	rig.run(900);
	rig.send(adalight(red));
	rig.run(990);
	expect(rig.text).toBe(greeting);
	rig.run(1020);
	expect(rig.text).toBe(greeting.repeat(3));
});

test("goes dark after 15 s without a whole frame, and says nothing of it", {
	timeout: 240_000,
}, () => {
	const rig = new FirmwareRig("115200");
	rig.send(adalight(red));
	// What is no frame does not count as one.
	for (let second = 1; second < 15; second++) {
		rig.run(1000);
		rig.send(adalight(red).slice(0, 20));
	}
	rig.run(950);
	expect(rig.pictures).toEqual([picture(red)]);
	rig.run(100);
	expect(rig.pictures).toEqual([picture(red), picture(new Uint8Array(3 * mostLeds))]);
	expect(rig.acks).toBe(1);
	rig.send(adalight(ramp));
	rig.run(20);
	expect(rig.pictures.at(-1)).toBe(picture(ramp));
});

describe("shows", () => {
	test.each([
		["after a header with a wrong checksum", [0x41, 0x64, 0x61, 0x00, 0x0f, 0x5b]],
		["after the beginning of a header", [0x41, 0x64]],
		["after the letters alone", [0x41, 0x64, 0x61]],
		["after a header without its checksum", [0x41, 0x64, 0x61, 0x00, 0x41]],
		[
			"after a header that counts from one and has no checksum",
			[0x41, 0x64, 0x61, 0x00, 0x00, 0x10],
		],
		["after noise", noise(1000, "noise")],
		["after TPM2", [0xc9, 0xda, 0x00, 0x30, ...ramp, 0x36]],
		["after AWA", [0x41, 0x77, 0x61, 0x00, 0x0f, 0x5a, ...ramp, 0x11, 0x22, 0x33]],
		["after the hello of a HyperSerial host", [0x41, 0x77, 0x41, 0x2a, 0xa2, 0x15]],
	])("nothing but the next frame %s", (_, bytes) => {
		const rig = new FirmwareRig("115200");
		rig.send(bytes, adalight(red));
		rig.run(200);
		expect(rig.pictures).toEqual([picture(red)]);
		expect(rig.acks).toBe(1);
	});

	test.each([301, 1000])("the first 300 of %i LEDs, once, when all have come", (leds) => {
		const rig = new FirmwareRig("500000");
		const pixels = noise(3 * leds, "long");
		const long = adalight(pixels);
		rig.send(long.subarray(0, -1));
		rig.run((long.length * 10) / 500 + 5);
		expect(rig.frames).toEqual([]);
		rig.send(long.subarray(-1), adalight(red));
		rig.run(20);
		expect(rig.pictures).toEqual([picture(pixels.slice(0, 3 * mostLeds)), picture(red)]);
		expect(rig.acks).toBe(2);
	});

	test("as many LEDs as the header says, the others stay as they are", () => {
		const rig = new FirmwareRig("115200");
		rig.send(adalight(ramp), adalight([1, 2, 3]));
		rig.run(50);
		expect(rig.frames.map(({ leds }) => leds)).toEqual([16, 1]);
	});

	test("no frame with characters that have no stop bit", () => {
		// So much too fast that the next start bit is where the stop bit is looked for.
		const rig = new FirmwareRig("115200", 124_150);
		const frame = adalight(red);
		rig.spell(frame.subarray(0, 6));
		expect(rig.board.counters.frameErrors).toBe(0);
		rig.send(frame.subarray(6));
		rig.run(6);
		expect(rig.board.counters.frameErrors).toBeGreaterThan(0);
		rig.spell(frame.subarray(6));
		expect(rig.frames).toEqual([]);

		rig.spell(frame);
		rig.run(5);
		expect(rig.pictures).toEqual([picture(red)]);
	});

	test("nothing of a host at another baud rate", () => {
		const rig = new FirmwareRig("115200", 250_000);
		for (let i = 0; i < 5; i++) rig.send(adalight(noise(180, `frame ${i}`)));
		rig.run(200);
		expect(rig.frames).toEqual([]);
		expect(rig.board.counters.frameErrors).toBeGreaterThan(0);
	});
});

describe("a frame that stops", () => {
	const long = adalight(noise(900, "stopped"));

	test.each([1, 3, 6, 7, 300, 904])("after %i bytes for longer than 50 ms is dropped", (length) => {
		const rig = new FirmwareRig("500000");
		rig.send(long.subarray(0, length));
		rig.run(75);
		// The rest is noise now.
		rig.send(long.subarray(length), adalight(red));
		rig.run(50);
		expect(rig.pictures).toEqual([picture(red)]);
		expect(rig.acks).toBe(1);
	});

	test("for less is shown", () => {
		const rig = new FirmwareRig("500000");
		rig.send(long.subarray(0, 450));
		rig.run(9 + 45);
		rig.send(long.subarray(450));
		rig.run(30);
		expect(rig.pictures).toEqual([picture(long.subarray(6))]);
	});

	test("because its header says 65536 LEDs holds nobody up", () => {
		const rig = new FirmwareRig("500000");
		rig.send(adalight(ramp, 65_536));
		rig.run(60);
		rig.send(adalight(red));
		rig.run(5);
		expect(rig.pictures).toEqual([picture(red)]);
	});
});

describe("frames that follow one another without a pause", () => {
	const frames = Array.from({ length: 4 }, (_, index) => noise(48, `stream ${index}`));
	const lengths = [1, 2, 3, 4, 5, 6, 7, 20, 46, 47, 48];

	test.each(lengths)("lose the one that misses %i bytes, and no other", (missing) => {
		const rig = new FirmwareRig("115200");
		const [first, second, third, fourth] = frames.map((pixels) => adalight(pixels));
		if (!first || !second || !third || !fourth) throw new Error("four frames are sent");
		const cut = 6 + Math.floor((48 - missing) / 2);
		rig.send(first, second.subarray(0, cut), second.subarray(cut + missing), third, fourth);
		rig.run(100);
		expect(rig.pictures).toEqual(
			[frames[0], frames[2], frames[3]].map((pixels) => picture(pixels ?? [])),
		);
		expect(rig.acks).toBe(3);
	});

	test("are not shown where two that are short make up for one", () => {
		const rig = new FirmwareRig("115200");
		const [one = red, other = red] = frames;
		rig.send(adalight(one).subarray(0, 54 - 30), adalight(other).subarray(0, 54 - 20));
		rig.run(100);
		expect(rig.frames).toEqual([]);
		expect(rig.acks).toBe(0);
	});

	const header = Array.from(adalight(ramp).subarray(0, 6));
	test.each([
		["ends in a header's first byte", [...ramp.slice(1), ...header.slice(0, 1)]],
		["ends in a header's letters", [...ramp.slice(3), ...header.slice(0, 3)]],
		["ends in all but a header's checksum", [...ramp.slice(5), ...header.slice(0, 5)]],
		["ends in a header", [...ramp.slice(6), ...header]],
		["ends in a header of others but its checksum", [...ramp.slice(4), 0x41, 0x64, 0x61, 0x70]],
		["has a header in it", [...ramp.slice(0, 20), ...header, ...ramp.slice(26)]],
		["has its first byte everywhere", ramp.map(() => 0x41)],
		["has its checksum everywhere", ramp.map(() => 0x5a)],
		["is nothing but headers", Array.from({ length: 8 }, () => header).flat()],
	])("show one that %s", (_, pixels) => {
		for (const inFlight of [1, 2, 3]) {
			const rig = new FirmwareRig("115200");
			const sent = [pixels, ramp, pixels, pixels, red, pixels];
			rig.stream(
				sent.map((each) => adalight(each)),
				inFlight,
			);
			expect(rig.pictures).toEqual(sent.map(picture));
		}
	});
});
