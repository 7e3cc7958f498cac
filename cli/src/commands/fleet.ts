import { seededRandom } from "@gw-sim/core";
import type { Protocol } from "@gw-sim/server";
import { Fleet, type FleetReport } from "@gw-sim/simulator-engine";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { ExitCode } from "../exit-code.js";
import { deviceMaker } from "../fleet/make-device.js";
import { startServerProcess } from "../fleet/own-server-process.js";
import { reportLines } from "../fleet/report-lines.js";
import { showStatus } from "../fleet/show-status.js";
import type { FleetOptions } from "../options/fleet.js";
import { givenSecret, givenToken } from "../secrets.js";
import { stopSignal } from "../stop-signal.js";

/** `gw-sim fleet`: many devices in one process, and a report on how they fared. */
export async function fleet(protocol: Protocol, options: FleetOptions): Promise<number> {
	const stop = stopSignal({ stopOnEof: options.stopOnEof === true });
	const seed = options.seed ?? String(Math.floor(systemRandom() * 2 ** 32));
	const token = await givenToken(options);
	const secret = await givenSecret(options);
	const server = options.url === undefined ? await startServerProcess(protocol) : undefined;
	try {
		if (stop.aborted) return ExitCode.interrupted;
		const url = options.url ?? server?.url ?? "";
		const make = await deviceMaker(protocol, {
			url,
			seed,
			secret,
			token: token ?? (protocol === "chat" ? server?.chatToken : undefined),
			room: options.room ?? "fleet",
		});
		const run = new Fleet({
			make,
			count: options.count,
			durationMs: options.duration,
			requestsPerSecond: options.requests,
			storm: options.storm === true,
			memory: () => process.memoryUsage.rss(),
			clock: systemClock,
			random: seededRandom(`${seed}/fleet`),
			...(options.ramp === undefined ? {} : { rampPerSecond: options.ramp }),
		});
		const hide = showStatus(run, options);
		const report = await run.run(stop);
		hide();
		process.stdout.write(
			options.json === true
				? `${JSON.stringify({ event: "report", protocol, ...report })}\n`
				: `${reportLines(report).join("\n")}\n`,
		);
		const broken = brokenThresholds(report, options);
		for (const line of broken) process.stderr.write(`gw-sim: ${line}\n`);
		return broken.length === 0 ? ExitCode.done : ExitCode.failed;
	} finally {
		await server?.close();
	}
}

/** What was to be kept and was not, a line each. */
function brokenThresholds(
	{ requestMs, errors }: FleetReport,
	{ maxP99, maxErrors }: FleetOptions,
): readonly string[] {
	const broken: string[] = [];
	if (maxP99 !== undefined && requestMs === null)
		broken.push("--max-p99: no request was answered, so there is nothing to compare");
	else if (maxP99 !== undefined && requestMs !== null && requestMs.p99 > maxP99)
		broken.push(
			`--max-p99: the 99th percentile of requests is ${requestMs.p99.toFixed(1)} ms, above ${maxP99} ms`,
		);
	const total = Object.values(errors).reduce((sum, each) => sum + each, 0);
	if (maxErrors !== undefined && total > maxErrors)
		broken.push(`--max-errors: there were ${total} errors, more than ${maxErrors}`);
	return broken;
}
