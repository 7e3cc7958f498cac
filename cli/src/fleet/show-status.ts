import type { Fleet } from "@gw-sim/simulator-engine";
import type { FleetOptions } from "../options/fleet.js";
import { progressLine } from "./report-lines.js";

/** How often a line is added where nothing can be redrawn. */
const plainEveryMs = 5000;
const barEveryMs = 200;
const jsonEveryMs = 1000;

/** Shows how a fleet gets on, until what is returned is called. */
export function showStatus(
	fleet: Fleet,
	{ json = false, quiet = false, duration }: FleetOptions,
): () => void {
	if (quiet) return () => {};
	const { stdout } = process;
	const canRedraw = stdout.isTTY && process.env.TERM !== "dumb";
	if (json)
		return every(jsonEveryMs, () =>
			stdout.write(`${JSON.stringify({ event: "status", ...fleet.status() })}\n`),
		);
	const line = (): string => progressLine(fleet.status(), duration, stdout.columns ?? 80);
	if (!canRedraw) return every(plainEveryMs, () => stdout.write(`${line()}\n`));
	const stop = every(barEveryMs, () => stdout.write(`\r\u001b[K${line()}`));
	return () => {
		stop();
		stdout.write("\r\u001b[K");
	};
}

function every(ms: number, show: () => void): () => void {
	const timer = setInterval(show, ms);
	return () => clearInterval(timer);
}
