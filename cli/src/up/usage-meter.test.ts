import { expect, test } from "vitest";
import { parseProc, procUsage, UsageMeter } from "./usage-meter.js";

test("processor time becomes a share of a core, look by look", () => {
	const meter = new UsageMeter();
	const look = (cpuMs: number, at: number): number | null =>
		meter.cpuPercent("a", { rss: 1, cpuMs }, at);
	expect(look(100, 0)).toBeNull();
	expect(look(300, 2000)).toBe(10);
	expect(look(300, 4000)).toBe(0);
	// A process that was started again has used less.
	expect(look(50, 6000)).toBeNull();
	expect(look(150, 7000)).toBe(10);
	meter.forget("a");
	expect(look(9000, 8000)).toBeNull();
});

test("the kernel's figures", () => {
	const stat = `42 (a ) (b) S ${Array.from({ length: 10 }, (_, i) => i).join(" ")} 150 25 0 0`;
	expect(parseProc(stat, "Name:\ta\nVmRSS:\t   2048 kB\n")).toEqual({
		rss: 2_097_152,
		cpuMs: 1750,
	});
	expect(parseProc("", "")).toBeNull();
	expect(parseProc(stat, "")).toBeNull();
});

test.runIf(process.platform === "linux")("what this very process uses", async () => {
	const usage = await procUsage(process.pid);
	expect(usage?.rss).toBeGreaterThan(10_000_000);
	expect(usage?.cpuMs).toBeGreaterThan(10);
	expect(await procUsage(2 ** 30)).toBeNull();
});
