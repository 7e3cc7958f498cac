import type { Clock } from "@gw-sim/core";
import { renderFrame, type Show } from "@gw-sim/protocols/cloud";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import type { FrameSink } from "./frame-sink.js";
import { Strip } from "./strip.js";

const rain: Show = { mode: "weather", weather: 5, intensity: 9 };
const red: Show = { mode: "color", color: [255, 0, 0], pulse: 0 };
const pulsing: Show = { mode: "color", color: [200, 100, 0], pulse: 5 };

class Screen implements FrameSink {
	readonly frames: (readonly [atMs: number, frame: Uint8Array])[] = [];
	closes = 0;
	show(frame: Uint8Array, atMs: number): void {
		this.frames.push([atMs, frame]);
	}
	close(): void {
		this.closes++;
	}
}

function setUp(frameRate = 10): { clock: VirtualClock; strip: Strip; failures: unknown[] } {
	const clock = new VirtualClock();
	const failures: unknown[] = [];
	const sinkFailed = (error: unknown): void => void failures.push(error);
	return { clock, strip: new Strip({ clock, leds: 2, frameRate, seed: 1, sinkFailed }), failures };
}

test("frames are counted by the clock from the moment there is power, and need no timer", async () => {
	const { clock, strip } = setUp(30);
	await clock.advance(500);
	expect(strip.frames).toBe(0);
	strip.powerOn();
	expect(strip.frames).toBe(1);
	await clock.advance(33);
	expect(strip.frames).toBe(1);
	await clock.advance(1);
	expect(strip.frames).toBe(2);
	await clock.advance(24 * 3_600_000 - 34);
	expect(strip.frames).toBe(24 * 3600 * 30 + 1);
	expect(clock.pending).toBe(0);
	strip.powerOff();
	await clock.advance(1000);
	expect(strip.frames).toBe(24 * 3600 * 30 + 1);
});

test.each([1, 7, 24, 30, 60, 144, 1000])(
	"at %i a second a sink gets each frame once",
	async (rate) => {
		const { clock, strip } = setUp(rate);
		const screen = new Screen();
		strip.powerOn();
		strip.attach(screen);
		await clock.advance(3000);
		expect(screen.frames).toHaveLength(3 * rate);
		for (const [i, [atMs]] of screen.frames.entries())
			expect(atMs).toBeCloseTo(((i + 1) * 1000) / rate, 6);
		expect(strip.frames).toBe(3 * rate + 1);
		strip.powerOff();
	},
);

test("where the process was busy frames are left out, and the next one is in time again", () => {
	let now = 0;
	let due = { ms: 0, run: (): void => {} };
	const clock: Clock = {
		now: () => now,
		wallTime: () => 0,
		after(ms, run) {
			due = { ms, run };
			return () => {};
		},
	};
	const sinkFailed = (): void => {};
	const strip = new Strip({ clock, leds: 1, frameRate: 10, seed: 1, sinkFailed });
	const screen = new Screen();
	strip.powerOn();
	strip.attach(screen);
	expect(due.ms).toBeCloseTo(100);
	now = 355;
	due.run();
	expect(due.ms).toBeCloseTo(45);
	now = 400;
	due.run();
	expect(screen.frames.map(([atMs]) => atMs)).toEqual([300, 400]);
	expect(strip.frames).toBe(5);
});

test("a frame shows what there is when it is due, with the time since that began", async () => {
	const { clock, strip } = setUp();
	const screen = new Screen();
	strip.powerOn();
	strip.attach(screen);
	await clock.advance(150);
	strip.show(pulsing);
	await clock.advance(500);
	const expected = [null, 50, 150, 250, 350, 450].map((timeMs) =>
		renderFrame(timeMs === null ? { mode: "off" } : pulsing, {
			leds: 2,
			timeMs: timeMs ?? 0,
			seed: 1,
		}),
	);
	expect(screen.frames.map(([, frame]) => frame)).toEqual(expected);
	expect(strip.frame()).toEqual(expected.at(-1));
	strip.powerOff();
});

test("what is shown is seen at once by who asks, before the next frame is due", async () => {
	const { clock, strip } = setUp();
	strip.powerOn();
	await clock.advance(150);
	strip.show(red);
	expect([...strip.frame()]).toEqual([255, 0, 0, 255, 0, 0]);
});

test("a weather that grows goes on, any other show begins anew", async () => {
	const { clock, strip } = setUp();
	strip.powerOn();
	strip.show({ ...rain, intensity: 2 });
	await clock.advance(5000);
	strip.show(rain);
	await clock.advance(1000);
	const at = (timeMs: number) => renderFrame(rain, { leds: 2, timeMs, seed: 1 });
	expect(strip.frame()).toEqual(at(6000));
	strip.show(red);
	strip.show(rain);
	await clock.advance(700);
	expect(strip.frame()).toEqual(at(700));
});

test("dimmed, it has a fifth of its light", () => {
	const { strip } = setUp();
	strip.powerOn();
	strip.show(red);
	strip.dim(true);
	expect([...strip.frame()]).toEqual([51, 0, 0, 51, 0, 0]);
	strip.dim(false);
	expect([...strip.frame()]).toEqual([255, 0, 0, 255, 0, 0]);
});

test("without power it is dark, and a sink waits for it", async () => {
	const { clock, strip } = setUp();
	const screen = new Screen();
	strip.show(red);
	strip.attach(screen);
	await clock.advance(1000);
	expect([...strip.frame()]).toEqual([0, 0, 0, 0, 0, 0]);
	expect(screen.frames).toEqual([]);
	strip.powerOn();
	await clock.advance(100);
	expect(screen.frames).toHaveLength(1);
	strip.powerOff();
	expect(screen.closes).toBe(1);
	expect([...strip.frame()]).toEqual([0, 0, 0, 0, 0, 0]);
	expect(clock.pending).toBe(0);
});

test("once off it stays off, and a late sink is closed at once", async () => {
	const { clock, strip } = setUp();
	strip.powerOff();
	strip.powerOff();
	strip.powerOn();
	const screen = new Screen();
	strip.attach(screen);
	await clock.advance(1000);
	expect({ frames: strip.frames, shown: screen.frames, closes: screen.closes }).toEqual({
		frames: 0,
		shown: [],
		closes: 1,
	});
});

test("a sink that is taken away gets no more, is not closed, and the last one stops the timer", async () => {
	const { clock, strip } = setUp();
	const [first, second] = [new Screen(), new Screen()];
	strip.powerOn();
	const takeAway = strip.attach(first);
	await clock.advance(250);
	const takeOtherAway = strip.attach(second);
	await clock.advance(100);
	takeAway();
	await clock.advance(100);
	takeOtherAway();
	takeOtherAway();
	await clock.advance(1000);
	expect([first.frames.length, second.frames.length]).toEqual([3, 2]);
	expect([first.closes, second.closes]).toEqual([0, 0]);
	expect(clock.pending).toBe(0);
	strip.attach(first);
	await clock.advance(100);
	expect(first.frames).toHaveLength(4);
	strip.powerOff();
});

test("a sink that throws is closed and told, and the others go on", async () => {
	const { clock, strip, failures } = setUp();
	const broken = { closes: 0, show: () => fail("unplugged"), close: () => fail("gone") };
	const screen = new Screen();
	strip.powerOn();
	strip.attach(broken);
	strip.attach(screen);
	await clock.advance(300);
	expect(failures.map(String)).toEqual(["Error: gone", "Error: unplugged"]);
	expect(screen.frames).toHaveLength(3);
	strip.powerOff();
});

test("a sink that takes itself away while it shows stops the timer too", async () => {
	const { clock, strip } = setUp();
	strip.powerOn();
	let count = 0;
	const takeAway = strip.attach({
		show() {
			count++;
			takeAway();
		},
		close() {},
	});
	await clock.advance(1000);
	expect({ count, pending: clock.pending }).toEqual({ count: 1, pending: 0 });
});

function fail(message: string): never {
	throw new Error(message);
}
