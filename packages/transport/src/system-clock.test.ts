import { systemClock } from "@gw-sim/transport";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const day = 86_400_000;

test("a call comes after its delay and can be taken back", () => {
	const run = vi.fn();
	systemClock.after(100, run);
	systemClock.after(100, run)();
	vi.advanceTimersByTime(99);
	expect(run).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(run).toHaveBeenCalledTimes(1);
});

test("a fraction of a millisecond is not cut off", () => {
	const run = vi.fn();
	systemClock.after(1000.5, run);
	vi.advanceTimersByTime(1000);
	expect(run).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(run).toHaveBeenCalledTimes(1);
});

test("a delay of 60 days, longer than the platform's timers, is kept", () => {
	const run = vi.fn();
	systemClock.after(60 * day, run);
	vi.advanceTimersByTime(60 * day - 1);
	expect(run).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(run).toHaveBeenCalledTimes(1);
	expect(vi.getTimerCount()).toBe(0);
});

test("a call that is taken back after 30 of 60 days does not come", () => {
	const run = vi.fn();
	const cancel = systemClock.after(60 * day, run);
	vi.advanceTimersByTime(30 * day);
	cancel();
	expect(vi.getTimerCount()).toBe(0);
});
