import { writeSync } from "node:fs";

/**
 * Calls `gone` when nobody reads standard output any more, which is a wish to stop and no error.
 * Without a listener Node would end the process with a stack trace.
 */
export function onStdoutGone(gone: () => void): void {
	let isGone = false;
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (isGone) return;
		isGone = true;
		if (error.code !== "EPIPE") writeSync(2, `gw-sim: standard output failed: ${error.message}\n`);
		gone();
	});
}
