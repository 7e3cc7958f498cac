import { EnvironmentError, safeJson } from "@gw-sim/core";
import { systemClock } from "@gw-sim/transport";
import { ExitCode } from "../exit-code.js";
import { type LedsEvent, ledsEvent } from "../leds/leds-event.js";
import { ledsLine } from "../leds/leds-line.js";
import { type OpenedLeds, openLeds } from "../leds/open-leds.js";
import { playPattern } from "../leds/play-pattern.js";
import { testPattern } from "../leds/test-pattern.js";
import type { LedsTestOptions } from "../options/leds.js";
import { onStdoutGone } from "../stdout.js";
import { stopSignal } from "../stop-signal.js";

/** `gw-sim leds test`: ten seconds that show whether a strip is wired well. */
export async function ledsTest(options: LedsTestOptions): Promise<number> {
	const stopped = new AbortController();
	const end = (): void => stopped.abort();
	stopSignal().addEventListener("abort", end);
	onStdoutGone(end);
	const leds = await openLeds(options);
	try {
		const ready = await readiness(leds, stopped.signal);
		if (ready === null) return ExitCode.interrupted;
		const tell = teller(options.json === true);
		tell(ready, ledsLine(ready));
		let trouble: string | null = null;
		leds.driver.on((event) => {
			if (event.type !== "problem") return;
			trouble ??= event.message;
			end();
		});
		const startedAt = systemClock.now();
		await playPattern({
			steps: testPattern(options.leds),
			clock: systemClock,
			show: (frame) => leds.driver.show(frame),
			began: ({ name, shows }) => {
				const at = Math.floor(systemClock.now() - startedAt);
				tell({ event: "step", at, name, shows }, `${name.padEnd(8)} you see ${shows}`);
			},
			stop: stopped.signal,
		});
		await leds.close();
		const { counts } = leds.driver;
		tell({ event: "report", ...counts }, closingLines(leds));
		if (trouble === null) return ExitCode.done;
		process.stderr.write(`gw-sim: ${trouble}\n`);
		return ExitCode.failed;
	} finally {
		await leds.close();
	}
}

/**
 * Waits until frames can go out; null where it is stopped before.
 * @throws EnvironmentError where the port cannot be opened.
 */
function readiness({ driver, port }: OpenedLeds, stop: AbortSignal): Promise<LedsEvent | null> {
	return new Promise((resolve, reject) => {
		stop.addEventListener("abort", () => resolve(null));
		if (stop.aborted) resolve(null);
		driver.on((event) => {
			if (event.type === "ready") resolve(ledsEvent({ driver, port }, event));
			if (event.type === "problem")
				reject(new EnvironmentError(event.message, { code: event.code }));
		});
		driver.start();
	});
}

function teller(json: boolean): (event: object, line: string) => void {
	return (event, line) => void process.stdout.write(`${json ? safeJson(event) : line}\n`);
}

function closingLines({ driver }: OpenedLeds): string {
	const { shown, acknowledged, unacknowledged } = driver.counts;
	const acks =
		acknowledged + unacknowledged === 0 ? "" : `, ${acknowledged} acknowledged by the board`;
	return [
		`dark     ${shown} frames sent${acks}`,
		"Other colours? --color-order takes what you saw: green, red and blue are grb.",
		"Nothing at all: check 5 V, ground and the data pin, and that the data goes in at DIN.",
	].join("\n");
}
