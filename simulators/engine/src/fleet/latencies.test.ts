import { seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { Latencies } from "./latencies.js";

test("nothing measured is no summary", () => {
	expect(new Latencies(seededRandom("1")).summary()).toBeNull();
});

test("quantiles are samples by nearest rank", () => {
	const latencies = new Latencies(seededRandom("1"));
	for (let ms = 100; ms >= 1; ms--) latencies.add(ms);
	expect(latencies.summary()).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
});

test("one sample is every quantile", () => {
	const latencies = new Latencies(seededRandom("1"));
	latencies.add(7);
	expect(latencies.summary()).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
});

test("of very many a fair choice is kept, and the greatest always", () => {
	const latencies = new Latencies(seededRandom("1"));
	latencies.add(1e6);
	for (let i = 0; i < 400_000; i++) latencies.add(i / 4000);
	const { count, p50, p99, max } = latencies.summary() ?? { count: 0, p50: 0, p99: 0, max: 0 };
	expect([count, max]).toEqual([400_001, 1e6]);
	expect(Math.abs(p50 - 50)).toBeLessThan(2);
	expect(Math.abs(p99 - 99)).toBeLessThan(2);
});
