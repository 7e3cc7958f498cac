import { createHash } from "node:crypto";
import { EnvironmentError, seededRandom, UsageError } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import { Board, type BoardOptions } from "./board.js";
import { firmwareHex } from "./firmware-image.js";
import { parseIntelHex } from "./intel-hex.js";
import type { StripFrame } from "./strip-decoder.js";
import { adalight } from "./testing/adalight.js";
import { program, stripWriter, uartOn } from "./testing/programs.js";

const second = 16_000_000;
const hello = "Ada\nACK\n";
const ack = 0x06;

/** A board with our firmware, once it has said hello. */
function running(baud: "115200" | "500000", options: Partial<BoardOptions> = {}) {
	const frames: StripFrame[] = [];
	const sent: number[] = [];
	const board = new Board({
		flash: parseIntelHex(firmwareHex[baud]),
		leds: 300,
		hostBaud: Number(baud),
		shown: (frame) => frames.push(frame),
		transmitted: (byte) => sent.push(byte),
		...options,
	});
	const said = (): string => Buffer.from(sent).toString();
	if (!board.runUntil(() => said() === hello, second)) throw new Error(`said ${said()}`);
	frames.length = 0;
	sent.length = 0;
	const acks = (): number => sent.filter((byte) => byte === ack).length;
	/** Sends frames, so many of them ahead of what is acknowledged, and runs until all are. */
	const show = (all: readonly Uint8Array[], ahead = 1): void => {
		const before = acks();
		for (const [index, pixels] of all.entries()) {
			board.runUntil(() => index - (acks() - before) < ahead, board.cycles + second);
			board.receive(adalight(pixels));
		}
		board.runUntil(() => acks() - before === all.length, board.cycles + second);
	};
	return { board, frames, sent, said, acks, show };
}

function randomFrames(seed: string, count: number, leds: number): Uint8Array[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () =>
		Uint8Array.from({ length: 3 * leds }, () => Math.floor(random() * 256)),
	);
}

const pixelsOf = (frames: readonly StripFrame[]): Uint8Array[] =>
	frames.map(({ pixels }) => pixels);

describe.each(["115200", "500000"] as const)("our firmware at %s baud", (baud) => {
	test.each([1, 16, 60, 300])("shows every frame of %d LEDs, and acknowledges it", (leds) => {
		const { board, frames, acks, show } = running(baud);
		const all = [
			new Uint8Array(3 * leds).fill(255),
			new Uint8Array(3 * leds),
			...randomFrames(`${baud}/${leds}`, 6, leds),
		];
		show(all);
		expect(pixelsOf(frames)).toEqual(all);
		expect(acks()).toBe(all.length);
		expect(board.pixels().subarray(0, 3 * leds)).toEqual(all.at(-1));
		expect(board.counters).toMatchObject({
			overruns: 0,
			frameErrors: 0,
			badPulses: 0,
			resets: 0,
			frames: all.length + 1,
		});
		expect(board.timings).toMatchObject({
			zeroHigh: { min: 5, max: 5 },
			oneHigh: { min: 12, max: 12 },
		});
		expect(board.timings.low.max).toBeLessThan(80);
	});
});

test("two runs give the same edges at the same cycles", () => {
	const run = (): string => {
		const hash = createHash("sha256");
		const { show } = running("115200", {
			edge: (isHigh, cycle) => hash.update(`${isHigh ? "+" : "-"}${cycle}`),
		});
		show(randomFrames("twice", 5, 60), 2);
		return hash.digest("hex");
	};
	expect(run()).toBe(run());
});

describe("what is wrong is caught:", () => {
	const bytes = [0x12, 0x34, 0x56, 0xf0, 0x0f, 0xaa];
	const shownBy = (options: Partial<BoardOptions>) => {
		const frames: StripFrame[] = [];
		const board = new Board({
			flash: stripWriter(bytes),
			leds: 2,
			shown: (frame) => frames.push(frame),
			...options,
		});
		board.runTo(20_000);
		return { board, frames };
	};

	test("a program with good pulses shows its bytes", () => {
		const { board } = shownBy({});
		expect([...board.pixels()]).toEqual([0x34, 0x12, 0x56, 0x0f, 0xf0, 0xaa]);
		expect(board.counters).toMatchObject({ frames: 1, badPulses: 0 });
	});

	test("slow pulses", () => {
		const { frames } = shownBy({ flash: stripWriter(bytes, { zero: 9, one: 16, low: 12 }) });
		expect([...(frames[0]?.pixels ?? [])]).toEqual([255, 255, 255, 255, 255, 255]);
		const fast = shownBy({ flash: stripWriter(bytes, { zero: 3, one: 12, low: 8 }) });
		expect(fast.frames[0]?.badPulses).toBe(27);
	});

	test("LEDs with another order of colours", () => {
		const { board } = shownBy({ wireOrder: "RGB" });
		expect([...board.pixels()]).toEqual(bytes);
	});

	test("a frame with pauses that are too long", () => {
		const { board } = shownBy({ flash: stripWriter([0xa5], { zero: 5, one: 12, low: 900 }) });
		expect(board.counters.frames).toBe(8);
		expect([...board.pixels()]).toEqual([0, 0, 0, 0, 0, 0]);
	});
});

describe("on a broken stream the firmware shows nothing that was not sent, and goes on:", () => {
	const [good = new Uint8Array(), next = new Uint8Array()] = randomFrames("stream", 2, 60);
	const whole = adalight(good);
	const random = seededRandom("noise");
	const noise = Uint8Array.from({ length: 1000 }, () => Math.floor(random() * 256));

	test.each<readonly [string, Uint8Array]>([
		["noise", noise],
		["a header with a wrong checksum", whole.with(5, 0)],
		["another magic word", whole.with(1, 0x65)],
		["a frame without its end", whole.subarray(0, 100)],
		["a frame without its beginning", whole.subarray(7)],
		["half a header", whole.subarray(0, 4)],
		["a frame of TPM2", Uint8Array.of(0xc9, 0xda, 0, 180, ...good, 0x36)],
		["the request of TPM2", Uint8Array.of(0xc9, 0xaa)],
		["a frame of AWA", Uint8Array.of(0x41, 0x77, 0x61, 0, 59, 59 ^ 0x55, ...good, 1, 2, 3)],
		["text", Buffer.from("AdaAdaAda GET / HTTP/1.1\r\n\r\n")],
	])("%s", (_, broken) => {
		const { board, frames, sent, show, acks } = running("115200");
		board.receive(broken);
		// Longer than the line may be silent within a frame.
		board.runTo(board.cycles + second / 2);
		expect(frames).toEqual([]);
		expect(acks()).toBe(0);
		sent.length = 0;
		show([next]);
		expect(pixelsOf(frames)).toEqual([next]);
		expect(board.counters).toMatchObject({ overruns: 0, badPulses: 0, resets: 0 });
	});

	test("a sender with another baud rate", () => {
		const { board, frames, acks } = running("500000", {});
		expect(acks()).toBe(0);
		const deaf: StripFrame[] = [];
		const other = new Board({
			flash: parseIntelHex(firmwareHex[500000]),
			hostBaud: 115_200,
			shown: (frame) => deaf.push(frame),
		});
		other.runTo(second / 2);
		deaf.length = 0;
		for (let i = 0; i < 20; i++) other.receive(whole);
		other.runTo(second);
		expect(deaf).toEqual([]);
		expect(other.counters.frameErrors).toBeGreaterThan(0);
		expect(board.counters.frameErrors).toBe(0);
		expect(frames).toEqual([]);
	});
});

test("bytes that are lost on the way cost their frame alone", () => {
	const { board, frames, show } = running("115200");
	const all = randomFrames("lost", 3, 60);
	for (const [index, pixels] of all.entries()) {
		const bytes = adalight(pixels);
		board.receive(index === 1 ? bytes.filter((_byte, at) => at !== 90) : bytes);
		board.runTo(board.cycles + second / 4);
	}
	expect(pixelsOf(frames)).toEqual([all[0], all[2]]);
	show([new Uint8Array(3)]);
	expect(frames).toHaveLength(3);
});

test("fewer LEDs than there are leave the others as they were", () => {
	const { board, show } = running("115200", { leds: 4 });
	show([Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), Uint8Array.of(20, 21, 22)]);
	expect([...board.pixels()]).toEqual([20, 21, 22, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	show([new Uint8Array(300).fill(7)]);
	expect([...board.pixels()]).toEqual(new Array(12).fill(7));
});

test("a program that hangs is reset by its watchdog, and starts anew", () => {
	const sent: number[] = [];
	const board = new Board({
		flash: program(`
${uartOn(115_200)}
	ldi r18, 65
	sts 0xc6, r18
	sbi 0x0a, 6
	sbi 0x0b, 6
	ldi r16, 0x18
	sts 0x60, r16
	ldi r16, 0x08
	sts 0x60, r16
hang:
	rjmp hang
`),
		hostBaud: 115_200,
		transmitted: (byte) => sent.push(byte),
	});
	board.receive(new Uint8Array(1000));
	board.runTo(second / 10);
	// 16 ms each.
	expect(board.counters.resets).toBe(6);
	expect(Buffer.from(sent).toString()).toBe("A".repeat(7));
	// Whoever sends hears nothing of it.
	expect(board.pending).toBe(0);
});

test("reset, the firmware drops what it was receiving, and says hello again", () => {
	const { board, frames, sent, said, show } = running("115200");
	const [pixels = new Uint8Array()] = randomFrames("reset", 1, 60);
	board.receive(adalight(pixels));
	board.runTo(board.cycles + second / 100);
	board.reset();
	expect(board.runUntil(() => said() === hello, board.cycles + second / 10)).toBe(true);
	// What was on its way went on arriving, and is no frame any more.
	board.runTo(board.cycles + second / 10);
	expect(pixelsOf(frames)).toEqual([new Uint8Array(900)]);
	expect(board.counters).toMatchObject({ resets: 1, overruns: 0 });
	expect(board.pending).toBe(0);
	sent.length = 0;
	show([pixels]);
	expect(board.pixels().subarray(0, 180)).toEqual(pixels);
});

test("a program that returns to nowhere is an error and no end of the process", () => {
	const board = new Board({ flash: program("ret") });
	expect(() => board.runTo(1000)).toThrow(EnvironmentError);
	expect(() => board.runTo(2000)).toThrow(/beyond the end of its stack/);
	const empty = new Board({ flash: program("") });
	expect(() => empty.runTo(1_000_000)).not.toThrow();
});

test.each([
	[{ leds: 0 }, /leds must be a whole number from 1 to 1000/],
	[{ leds: 1001 }, /leds/],
	[{ leds: 1.5 }, /leds/],
	[{ hostBaud: 299 }, /hostBaud must be a whole number from 300 to 2000000/],
	[{ hostBaud: Number.NaN }, /hostBaud/],
])("%j is refused", (options, expected) => {
	const make = (): Board => new Board({ flash: program("nop"), ...options });
	expect(make).toThrow(expected);
	expect(make).toThrow(UsageError);
});
