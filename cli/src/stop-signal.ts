import { fstatSync } from "node:fs";
import { ExitCode } from "./exit-code.js";

/**
 * Aborts once on SIGTERM, SIGINT or SIGHUP, where asked for also at the end of standard input, which
 * is then read. A second SIGINT ends the process at once, for people who do not want to wait.
 */
export function stopSignal({
	stopOnEof = false,
}: {
	readonly stopOnEof?: boolean;
} = {}): AbortSignal {
	const controller = new AbortController();
	const abort = (): void => controller.abort();
	if (stopOnEof) {
		process.stdin.on("end", abort).on("error", abort).resume();
		// What has failed to start ends, whether or not anybody holds its input open; files have no such call.
		process.stdin.unref?.();
	}
	for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
		process.on(signal, () => {
			if (controller.signal.aborted && signal === "SIGINT") process.exit(ExitCode.interrupted);
			controller.abort(signal);
		});
	return controller.signal;
}

/** Whether the end of standard input means that whoever started us is gone. */
export function stdinIsPipe(): boolean {
	try {
		const stat = fstatSync(0);
		return stat.isFIFO() || stat.isSocket();
	} catch {
		return false;
	}
}
