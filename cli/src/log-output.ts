import { safe } from "@gw-sim/core";
import type { Log } from "@gw-sim/server";
import { pino } from "pino";

/** JSON lines on standard error for machines, readable ones for a terminal. */
export function logOutput(readable: boolean): Log {
	return readable ? readableLog : jsonLog();
}

function jsonLog(): Log {
	const logger = pino(
		{
			base: null,
			level: "debug",
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			redact: ["token", "authToken", "secret", "password"],
		},
		{ write: (line: string) => void process.stderr.write(line) },
	);
	return (level, event, fields) => {
		const harmless = Object.fromEntries(
			Object.entries(fields).map(([key, value]) => [
				key,
				typeof value === "string" ? safe(value) : value,
			]),
		);
		logger[level]({ event, ...harmless });
	};
}

const readableLog: Log = (level, event, fields) => {
	const details = Object.entries(fields).map(([key, value]) => `${key}=${safe(String(value))}`);
	const mark = level === "info" || level === "debug" ? "" : `${level} `;
	process.stderr.write(
		`${new Date().toISOString().slice(11, 19)} ${mark}${event} ${details.join(" ")}\n`,
	);
};
