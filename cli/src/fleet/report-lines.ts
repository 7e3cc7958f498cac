import { safe } from "@gw-sim/core";
import type { FleetReport, FleetStatus, LatencySummary } from "@gw-sim/simulator-engine";

/** The report as rows for people. */
export function reportLines(report: FleetReport): readonly string[] {
	const { count, connected, refused, reconnects, sent, received, errors, examples } = report;
	const codes = Object.entries(errors);
	const storm = report.stormMs === null ? [] : [["storm", `all back after ${ms(report.stormMs)}`]];
	const { memoryPerDevice } = report;
	const memory =
		memoryPerDevice === null
			? []
			: [["memory", `${(memoryPerDevice / 1024).toFixed(1)} KiB a device`]];
	const rows = [
		["devices", `${count}: ${connected} on line, ${refused} never were`],
		["reconnects", String(reconnects)],
		[
			"messages",
			`${sent} sent, ${received} received, in ${(report.elapsedMs / 1000).toFixed(1)} s`,
		],
		["join", latency(report.joinMs)],
		["request", latency(report.requestMs)],
		...storm,
		...memory,
		["errors", codes.length === 0 ? "none" : ""],
		...codes.map(([code, n]) => ["", `${n} ${safe(code)}: ${safe(examples[code] ?? "", 300)}`]),
	];
	return rows.map(([label = "", text]) => `${label.padEnd(11)} ${text}`.trimEnd());
}

/** The status as a bar of so many columns. */
export function progressLine(status: FleetStatus, durationMs: number, columns: number): string {
	const { count, online, errors, elapsedMs } = status;
	const seconds = `${Math.round(elapsedMs / 1000)}/${Math.round(durationMs / 1000)} s`;
	const text = ` ${online}/${count} on line  ${errors} errors  ${seconds}`;
	const width = Math.max(0, Math.min(40, columns - text.length - 3));
	const done = Math.min(width, Math.round((elapsedMs / durationMs) * width));
	return `[${"#".repeat(done)}${"-".repeat(width - done)}]${text}`.slice(
		0,
		Math.max(0, columns - 1),
	);
}

function latency(summary: LatencySummary | null): string {
	if (summary === null) return "none";
	const { count, p50, p95, p99, max } = summary;
	return `${count}: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)}`;
}

function ms(value: number): string {
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
