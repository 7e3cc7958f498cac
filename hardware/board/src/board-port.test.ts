import { existsSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { BoardPort, type BoardPortOptions } from "./board-port.js";
import { firmwareHex } from "./firmware-image.js";
import { parseIntelHex } from "./intel-hex.js";
import { adalight } from "./testing/adalight.js";
import { application } from "./testing/application.js";
import { program } from "./testing/programs.js";
import { testClock } from "./testing/test-clock.js";

async function opened(options: Partial<BoardPortOptions> = {}): Promise<BoardPort> {
	const port = await BoardPort.open({
		flash: parseIntelHex(firmwareHex[500000]),
		leds: 60,
		hostBaud: 500_000,
		clock: testClock,
		random: () => 0,
		...options,
	});
	onTestFinished(() => port.close());
	return port;
}

const hello = "Ada\nACK\n";

test("a frame that is written to its port shines, and is acknowledged", async () => {
	const port = await opened();
	const app = application(port.path);
	onTestFinished(() => app.close());
	expect(String(await app.read(hello.length))).toBe(hello);
	const pixels = Uint8Array.from({ length: 180 }, (_, i) => i);
	await app.write(adalight(pixels));
	expect(await app.read(1)).toEqual(Buffer.of(6));
	expect(port.board.pixels()).toEqual(pixels);
	expect(port.counters).toMatchObject({ frames: 2, overruns: 0, refused: 0 });
	expect(port.realTime.ranMs).toBeGreaterThan(0);
});

test("who writes faster than the line makes nothing overflow", async () => {
	const port = await opened();
	const app = application(port.path);
	onTestFinished(() => app.close());
	await app.read(hello.length);
	const frames = Array.from({ length: 200 }, (_, i) => adalight(new Uint8Array(180).fill(i)));
	let most = 0;
	const watch = setInterval(() => {
		most = Math.max(most, port.board.pending);
	}, 1);
	onTestFinished(() => clearInterval(watch));
	await app.write(Buffer.concat(frames));
	await vi.waitFor(() => expect(port.counters.bytesIn).toBe(200 * 186), 15_000);
	expect(most).toBeLessThan(100_000);
	expect(port.counters).toMatchObject({ overruns: 0, refused: 0, badPulses: 0 });
	expect(port.counters.frames).toBeGreaterThan(190);
});

test("closed, it stands still, and its port is gone", async () => {
	const port = await opened();
	await port.close();
	expect(existsSync(port.path)).toBe(false);
	const { cycles } = port.board;
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(port.board.cycles).toBe(cycles);
});

test("a program that crashes is told", async () => {
	const failures: unknown[] = [];
	await opened({ flash: program("ret"), failed: (error) => failures.push(error) });
	await vi.waitFor(() => expect(failures).toMatchObject([{ code: "firmware-crashed" }]), 10_000);
});
