import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "@gw-sim/core";
import { systemClock } from "@gw-sim/transport";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
	BoardPort,
	firmwareHex,
	parseIntelHex,
	type StripFrame,
} from "../hardware/board/src/index.js";
import { LedDriver } from "../hardware/leds/src/index.js";

const frameCount = 200;

function frames(seed: string, leds: number): Uint8Array[] {
	const random = seededRandom(seed);
	const picture = (): Uint8Array =>
		Uint8Array.from({ length: 3 * leds }, () => Math.floor(random() * 256));
	return Array.from({ length: frameCount }, picture);
}

/** The pictures of a strip that is dark at first, without those that only repeat the one before. */
class Pictures {
	readonly all: Uint8Array[] = [];

	add({ pixels }: StripFrame): void {
		const before = this.all.at(-1) ?? new Uint8Array(pixels.length);
		if (Buffer.compare(before, pixels) !== 0) this.all.push(pixels);
	}
}

describe.each(["115200", "500000"] as const)("at %s baud", (baud) => {
	test.each([16, 60, 300])(
		`${frameCount} frames of %d LEDs go from the driver through the kernel to the strip, and none is lost`,
		async (leds) => {
			const pictures = new Pictures();
			const port = await BoardPort.open({
				flash: parseIntelHex(firmwareHex[baud]),
				leds,
				hostBaud: Number(baud),
				clock: systemClock,
				random: Math.random,
				shown: (frame) => pictures.add(frame),
			});
			onTestFinished(() => port.close());
			const driver = new LedDriver({
				port: port.path,
				leds,
				baud: Number(baud),
				// A machine that is busy elsewhere may be late with the board's time.
				ackTimeoutMs: 5000,
				clock: systemClock,
				random: Math.random,
			});
			onTestFinished(() => driver.close());
			const ready = new Promise((resolve) => {
				driver.on((event) => {
					// As on a desk, where the opening of the port resets the board, which then says hello.
					if (event.type === "link" && event.link === "joining") port.board.reset();
					if (event.type === "ready") resolve(event);
				});
			});
			driver.start();
			expect(await ready).toMatchObject({ hello: true, acks: true });
			// The reset may have cut the first dark frame short.
			const { badPulses } = port.counters;
			const sent = frames(`${baud}/${leds}`, leds);
			for (const [index, frame] of sent.entries()) {
				const before = driver.counts.shown;
				driver.show(frame);
				// Two ahead of the strip, however slow the machine is just now.
				while (driver.counts.shown === before || pictures.all.length < index - 1) await sleep(1);
			}
			await vi.waitFor(() => expect(pictures.all).toHaveLength(frameCount), 20_000);
			expect(pictures.all).toEqual(sent);
			await vi.waitFor(
				() => expect(driver.counts.acknowledged).toBeGreaterThanOrEqual(frameCount),
				10_000,
			);
			expect(driver.counts).toMatchObject({ skipped: 0, unacknowledged: 0 });
			expect(port.counters).toMatchObject({
				overruns: 0,
				frameErrors: 0,
				refused: 0,
				badPulses,
				resets: 1,
			});
			await driver.close();
			await vi.waitFor(() => expect(port.board.pixels()).toEqual(new Uint8Array(3 * leds)), 5000);
		},
		120_000,
	);
});
