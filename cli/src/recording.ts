import { closeSync, openSync, writeSync } from "node:fs";
import { EnvironmentError, messageOf, UsageError } from "@gw-sim/core";

/** Lines that go to a file. */
export interface LineFile {
	write(line: string): void;
	close(): void;
}

/**
 * Opens a file for lines, each written before the next thing happens, so that a recording is whole
 * up to a crash and no queue can grow. `failed` is told once when no more can be written.
 * @throws UsageError where the file cannot be written.
 */
export function openLineFile(file: string, failed: (error: EnvironmentError) => void): LineFile {
	let fd: number;
	try {
		fd = openSync(file, "w");
	} catch (error) {
		throw new UsageError(`--record: cannot write ${file}: ${messageOf(error)}`, { cause: error });
	}
	let isWhole = true;
	return {
		write(line) {
			if (!isWhole) return;
			try {
				writeSync(fd, `${line}\n`);
			} catch (error) {
				isWhole = false;
				const message = `--record: ${file} ends too early: ${messageOf(error)}`;
				failed(new EnvironmentError(message, { code: "record-failed", cause: error }));
			}
		},
		close: () => closeSync(fd),
	};
}
