import { closeSync, openSync, writeSync } from "node:fs";
import { messageOf, UsageError } from "@gw-sim/core";

/** Lines that go to a file. */
export interface LineFile {
	write(line: string): void;
	close(): void;
}

/**
 * Opens a file for lines, each on disk before the next thing happens, so that a recording is whole
 * up to a crash and no queue can grow.
 * @throws UsageError where the file cannot be written.
 */
export function openLineFile(file: string): LineFile {
	let fd: number;
	try {
		fd = openSync(file, "w");
	} catch (error) {
		throw new UsageError(`--record: cannot write ${file}: ${messageOf(error)}`, { cause: error });
	}
	return {
		write: (line) => void writeSync(fd, `${line}\n`),
		close: () => closeSync(fd),
	};
}
