import {
	ControlLines,
	type Device,
	type Disturbed,
	type NamedCommand,
	record,
	type Usage,
} from "@gw-sim/simulator-engine";
import { ExitCode } from "./exit-code.js";
import type { DeviceOptions } from "./options/device.js";
import { openLineFile } from "./recording.js";
import { failureLine } from "./report.js";
import { onStdoutGone } from "./stdout.js";
import { stdinIsPipe } from "./stop-signal.js";

/** Shows a device in a terminal and takes what a person wants of it; what is returned gives the terminal back. */
export type TerminalFace = (context: {
	readonly options: DeviceOptions;
	/** Stops the device. */
	readonly end: () => void;
}) => () => void;

export interface DeviceProcessOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	readonly protocol: string;
	/** Where the device connects to, for the recording. */
	readonly url: string;
	readonly seed: string;
	/** What the device's connections go through. */
	readonly link: Disturbed;
	readonly options: DeviceOptions;
	readonly stop: AbortSignal;
	/** What a terminal shows of it. */
	readonly terminal: TerminalFace;
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
	const { device, protocol, url, seed, link, options, stop } = run;
	const end = (): void => void device.stop();
	// Told when the terminal is free again.
	const failures: Error[] = [];
	const recordFailed = (error: Error): void => {
		failures.push(error);
		end();
	};
	const file =
		options.record === undefined ? undefined : openLineFile(options.record, recordFailed);
	if (file !== undefined)
		record(device, { protocol, device: device.id, url, seed }, (line) => file.write(line));
	run.announce();
	onStdoutGone(end);
	const detach = drivenByLines(options)
		? attachLines({ device, link, verbose: options.verbose === true, end })
		: run.terminal({ options, end });
	stop.addEventListener("abort", end);
	if (stop.aborted || failures.length > 0) end();
	else device.start();
	const { exitCode } = await device.done;
	detach();
	file?.close();
	for (const failure of failures)
		process.stderr.write(`${failureLine(failure, options.debug === true).text}\n`);
	return exitCode === 0 && failures.length === 0 ? ExitCode.done : ExitCode.failed;
}

function attachLines<Command extends NamedCommand, Own extends { readonly event: string }>({
	device,
	link,
	verbose,
	end,
}: Pick<DeviceProcessOptions<Command, Own>, "device" | "link"> & {
	readonly verbose: boolean;
	readonly end: () => void;
}): () => void {
	const { stdin, stdout } = process;
	const lines = new ControlLines({
		device,
		link,
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

function usage(): Usage {
	const { user, system } = process.cpuUsage();
	return { rss: process.memoryUsage.rss(), cpuMs: Math.round((user + system) / 1000) };
}
