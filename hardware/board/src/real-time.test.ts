import { expect, onTestFinished, test } from "vitest";
import { Board } from "./board.js";
import { RealTime, type RealTimeOptions } from "./real-time.js";
import { ManualClock } from "./testing/manual-clock.js";
import { echo, program } from "./testing/programs.js";

const cyclesPerMs = 16_000;

function running(options: Partial<RealTimeOptions> = {}) {
	const clock = new ManualClock();
	const board = new Board({ flash: echo(115_200), leds: 1 });
	const realTime = new RealTime({ board, clock, ...options });
	onTestFinished(() => realTime.stop());
	return { clock, board, realTime };
}

test("time of the clock is time of the board", () => {
	const { clock, board, realTime } = running();
	clock.advance(300);
	expect(Math.abs(board.cycles - 300 * cyclesPerMs)).toBeLessThanOrEqual(1.1 * cyclesPerMs);
	expect(realTime.report.lagMs).toBeLessThanOrEqual(1.1);
	expect(realTime.report).toMatchObject({ skippedMs: 0, busyMs: 0 });
	expect(realTime.report.ranMs).toBeCloseTo(300, -1);
});

test("after a while without its turn it catches up, in pieces that let others have theirs", () => {
	const pieces: number[] = [];
	let before = 0;
	const { clock, board, realTime } = running({
		ran() {
			pieces.push((board.cycles - before) / cyclesPerMs);
			before = board.cycles;
		},
	});
	clock.advance(100);
	pieces.length = 0;
	clock.pass(100);
	expect(realTime.report.lagMs).toBeCloseTo(100, -1);
	clock.advance(30);
	expect(Math.max(...pieces)).toBeLessThan(8.1);
	expect(pieces.length).toBeGreaterThan(12);
	expect(realTime.report.lagMs).toBeLessThan(2);
	expect(realTime.report.worstLagMs).toBeCloseTo(101, -1);
	expect(realTime.report.skippedMs).toBe(0);
});

test("what lies too far back is left out, and told", () => {
	const { clock, board, realTime } = running();
	clock.advance(100);
	clock.pass(60_000);
	clock.advance(100);
	expect(board.cycles).toBeLessThan(230 * cyclesPerMs);
	expect(realTime.report.skippedMs).toBeCloseTo(60_000, -2);
	expect(realTime.report.lagMs).toBeLessThan(2);
});

test("a computer that is too slow runs it as fast as it can, and keeps no debt for ever", () => {
	const clock = new ManualClock();
	const board = new Board({ flash: echo(115_200), leds: 1 });
	const { runTo } = board;
	// A board at half its speed.
	board.runTo = (cycle) => {
		const from = board.cycles;
		runTo.call(board, cycle);
		clock.pass((2 * (board.cycles - from)) / cyclesPerMs);
	};
	const realTime = new RealTime({ board, clock });
	onTestFinished(() => realTime.stop());
	clock.advance(1500);
	const { ranMs, lagMs, skippedMs, busyMs } = realTime.report;
	expect(ranMs / 1500).toBeGreaterThan(0.4);
	expect(busyMs / ranMs).toBeCloseTo(2, 0);
	expect(lagMs).toBeLessThan(280);
	expect(skippedMs).toBeGreaterThan(400);
});

test("once stopped, it stands still", () => {
	const { clock, board, realTime } = running();
	clock.advance(10);
	realTime.stop();
	const { cycles } = board;
	clock.advance(1000);
	expect(board.cycles).toBe(cycles);
	expect(clock.pending).toBe(0);
});

test("a program that crashes stops it, and is told once", () => {
	const clock = new ManualClock();
	const failures: unknown[] = [];
	new RealTime({
		board: new Board({ flash: program("ret"), leds: 1 }),
		clock,
		failed: (error) => failures.push(error),
	});
	clock.advance(100);
	expect(failures).toEqual([expect.objectContaining({ code: "firmware-crashed" })]);
	expect(clock.pending).toBe(0);
});
