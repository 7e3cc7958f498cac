import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@gw-sim/transport";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { LedDriver } from "../hardware/leds/src/index.js";
import { board, killHelper, traces } from "./support/board-process.js";
import { gwSim } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";

const leds = 4;
const red = Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0);
const hexOf = (pixels: Uint8Array): string => Buffer.from(pixels).toString("hex");
const black = "000000".repeat(leds);

/** The real driver on a board's port. */
function driver(path: string, baud = 115_200): LedDriver {
	const opened = new LedDriver({
		port: path,
		leds,
		baud,
		clock: systemClock,
		random: Math.random,
	});
	onTestFinished(() => opened.close());
	opened.start();
	return opened;
}

test("it tells its port, what shines, and at the end what it has counted", async () => {
	const { process, path, shows } = await board(["--leds", `${leds}`]);
	expect(JSON.parse(process.lines[0] ?? "")).toEqual({
		event: "board",
		pty: path,
		leds,
		baud: 115_200,
	});
	const lamp = driver(path);
	lamp.show(red);
	expect(await shows(hexOf(red))).toEqual({
		event: "pixels",
		at: expect.any(Number),
		frame: expect.any(Number),
		leds,
		hex: hexOf(red),
	});
	await lamp.close();
	await shows(black, process.lines.length - 1);
	process.child.kill("SIGTERM");
	expect(await process.exit()).toEqual({ code: 0, signal: null });
	expect(JSON.parse(process.lines.at(-1) ?? "")).toEqual({
		event: "counters",
		at: expect.any(Number),
		bytesIn: expect.any(Number),
		bytesOut: expect.any(Number),
		overruns: 0,
		frameErrors: 0,
		refused: 0,
		frames: expect.any(Number),
		badPulses: 0,
		resets: 0,
		lagMs: expect.any(Number),
		worstLagMs: expect.any(Number),
		skippedMs: expect.any(Number),
	});
	expect(process.stderr).toBe("");
	expect(traces(path)).toEqual([]);
});

describe("it ends, and leaves neither a folder nor a process behind,", () => {
	test.each(["SIGINT", "SIGHUP"] as const)("on %s", async (signal) => {
		const { process, path } = await board();
		expect(traces(path).length).toBeGreaterThan(1);
		process.child.kill(signal);
		expect(await process.exit()).toEqual({ code: 0, signal: null });
		expect(traces(path)).toEqual([]);
	});

	test("when whoever started it is gone", async () => {
		const { process, path } = await board();
		process.child.stdin?.end();
		expect(await process.exit()).toEqual({ code: 0, signal: null });
		expect(traces(path)).toEqual([]);
	});

	test("when nobody reads what it tells", async () => {
		const { process, path } = await board(["--leds", `${leds}`]);
		process.child.stdout?.destroy();
		const lamp = driver(path);
		lamp.show(red);
		expect(await process.exit()).toEqual({ code: 0, signal: null });
		expect(traces(path)).toEqual([]);
	});

	test.each([
		["socat", []],
		["python3", ["socat"]],
		["script", ["socat", "python3"]],
	])(
		"by kill -9, with %s as helper and an application that has its port open",
		async (helper, broken) => {
			const { process, path } = await board(["--leds", `${leds}`], await without(broken));
			expect(traces(path)).toContain(helper);
			const lamp = driver(path);
			lamp.show(red);
			await vi.waitFor(() => expect(lamp.counts.shown).toBeGreaterThan(0), 10_000);
			await process.kill("SIGKILL");
			await vi.waitFor(() => expect(traces(path)).toEqual([]), 5000);
			await vi.waitFor(() => expect(lamp.link).toBe("backoff"), 5000);
		},
	);
});

/** An environment in which some programs do not work. */
async function without(programs: readonly string[]): Promise<Record<string, string>> {
	const folder = await tempFolder();
	for (const name of programs)
		await writeFile(join(folder, name), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
	return { PATH: `${folder}:${process.env.PATH}` };
}

test("its helper is killed: it says so, is back at the same path, and shows what comes then", async () => {
	const { process, path, shows } = await board(["--leds", `${leds}`]);
	const lamp = driver(path);
	lamp.show(red);
	await shows(hexOf(red));
	const from = process.lines.length;
	killHelper(path);
	expect(await process.event({ event: "error", code: "pty-lost" }, from)).toMatchObject({
		message: expect.stringMatching(/has ended; again in 1\.\d s$/),
	});
	await vi.waitFor(() => expect(lamp.link).toBe("backoff"), 5000);
	expect(await process.event({ event: "board" }, from)).toMatchObject({ pty: path });
	const blue = red.map((_, i) => (i % 3 === 2 ? 255 : 0));
	lamp.show(blue);
	await shows(hexOf(blue), from);
	expect(lamp.link).toBe("online");
}, 30_000);

test("of many frames it tells as many as can be looked at, and the last one always", async () => {
	const { process, path, shows } = await board(["--leds", `${leds}`, "--baud", "500000"]);
	const lamp = driver(path, 500_000);
	lamp.show(red);
	await shows(hexOf(red));
	// Each another one.
	const picture = (i: number): Uint8Array => red.map((_, at) => [i & 0xff, i >> 8, 7][at % 3] ?? 0);
	const from = process.lines.length;
	const startedAt = performance.now();
	for (let i = 0; i < 300; i++) {
		const before = lamp.counts.shown;
		lamp.show(picture(i));
		while (lamp.counts.shown === before) await sleep(1);
	}
	await shows(hexOf(picture(299)), from);
	const seconds = (performance.now() - startedAt) / 1000;
	const told = process.lines.slice(from).filter((line) => line.includes('"pixels"'));
	expect(told.length).toBeLessThan(60 * seconds + 3);
	const { frame } = JSON.parse(told.at(-1) ?? "") as { frame: number };
	expect(frame).toBeGreaterThanOrEqual(300);
}, 30_000);

test.each([
	[["--leds", "0"], /whole number from 1/],
	[["--leds", "301"], /drives up to 300 LEDs/],
	[["--baud", "9600"], /115200, 500000/],
	[["--port", "x"], /unknown option/],
])("gw-sim board %j: one line, exit code 2", async (args, line) => {
	const process = gwSim(["board", ...args]);
	expect((await process.exit()).code).toBe(2);
	expect(process.stderr).toMatch(line);
	expect(process.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(process.lines).toEqual([]);
});

test("without anything to make a pseudo terminal with it says what to install, exit code 2", async () => {
	const process = gwSim(["board", "--json"], { PATH: "/nowhere" });
	expect((await process.exit()).code).toBe(2);
	expect(process.stderr).toMatch(/^gw-sim: no pseudo terminal .* apt-get install socat\n$/);
	expect(process.lines).toEqual([]);
});

test("without --json it says how to use its port", async () => {
	const process = gwSim(["board", "--leds", "7"]);
	const path = await process.line((line) => / on (\/\S+)$/.exec(line)?.[1]);
	await process.line((line) => (line.includes(`--led-port ${path} --leds 7`) ? line : undefined));
	process.child.kill("SIGTERM");
	expect(await process.exit()).toEqual({ code: 0, signal: null });
	expect(process.lines.at(-2)).toMatch(
		/^frames \d+ {2}bytes in 0, out \d+ {2}overruns 0 {2}bad pulses 0$/,
	);
});
