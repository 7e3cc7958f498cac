import {
	ControlLines,
	type Device,
	type DeviceEvent,
	type NamedCommand,
	record,
	type Usage,
} from "@gw-sim/simulator-engine";
import { systemClock } from "@gw-sim/transport";
import { ExitCode } from "./exit-code.js";
import type { DeviceOptions } from "./options.js";
import { openLineFile } from "./recording.js";
import { failureLine } from "./report.js";
import { onStdoutGone } from "./stdout.js";
import { stdinIsPipe } from "./stop-signal.js";
import { type KeyBinding, listenToKeys } from "./terminal-keys.js";

export interface DeviceProcessOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	readonly protocol: string;
	/** Where the device connects to, for the recording. */
	readonly url: string;
	readonly seed: string;
	readonly options: DeviceOptions;
	readonly stop: AbortSignal;
	/** An event as a line for people; null where it is not worth one. */
	readonly describe: (event: DeviceEvent | Own) => string | null;
	/** What keys do in a terminal. */
	readonly keys: readonly KeyBinding[];
	/** Prints what comes before the device's own lines; called when nothing can be wrong any more. */
	readonly announce: () => void;
}

/** Whether a device is driven by JSON lines. */
export function drivenByLines({ json }: DeviceOptions): boolean {
	return json === true || !process.stdin.isTTY;
}

/** Runs a device until it is told to stop or gives up; the result is the process's exit code. */
export async function runDevice<
	Command extends NamedCommand,
	Own extends { readonly event: string },
>(run: DeviceProcessOptions<Command, Own>): Promise<number> {
	const { device, protocol, url, seed, options, stop } = run;
	const end = (): void => void device.stop();
	let isRecorded = true;
	const recordFailed = (error: Error): void => {
		isRecorded = false;
		process.stderr.write(`${failureLine(error, options.debug === true).text}\n`);
		end();
	};
	const file =
		options.record === undefined ? undefined : openLineFile(options.record, recordFailed);
	if (file !== undefined)
		record(device, { protocol, device: device.id, url, seed }, (line) => file.write(line));
	run.announce();
	onStdoutGone(end);
	const detach = drivenByLines(options)
		? attachLines(device, options.verbose === true, end)
		: attachTerminal(run, end);
	stop.addEventListener("abort", end);
	if (stop.aborted || !isRecorded) end();
	else device.start();
	const { exitCode } = await device.done;
	detach();
	file?.close();
	return exitCode === 0 && isRecorded ? ExitCode.done : ExitCode.failed;
}

function attachLines<Command extends NamedCommand, Own extends { readonly event: string }>(
	device: Device<Command, Own>,
	verbose: boolean,
	end: () => void,
): () => void {
	const { stdin, stdout } = process;
	const lines = new ControlLines({
		device,
		verbose,
		usage,
		write: (line) => void stdout.write(`${line}\n`),
	});
	const endsWithInput = stdinIsPipe();
	stdin.setEncoding("utf8");
	stdin.on("data", (chunk: string) => lines.push(chunk));
	stdin.on("error", end);
	stdin.on("end", () => {
		lines.end();
		if (endsWithInput) end();
	});
	return () => {
		lines.detach();
		stdin.destroy();
	};
}

function attachTerminal<Command extends NamedCommand, Own extends { readonly event: string }>(
	{ device, options, describe, keys }: DeviceProcessOptions<Command, Own>,
	end: () => void,
): () => void {
	const startedAt = systemClock.now();
	const print = (text: string): void => {
		const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(1).padStart(7);
		process.stdout.write(`${seconds}s  ${text}\n`);
	};
	const detach = device.on((event) => {
		if (options.quiet && event.event !== "error") return;
		if (event.event === "frame" && !options.verbose) return;
		const line = describe(event);
		if (line !== null) print(line);
	});
	const stopKeys = listenToKeys({ keys, end, print, quiet: options.quiet === true });
	return () => {
		stopKeys();
		detach();
	};
}

function usage(): Usage {
	const { user, system } = process.cpuUsage();
	return { rss: process.memoryUsage.rss(), cpuMs: Math.round((user + system) / 1000) };
}
