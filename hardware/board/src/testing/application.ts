import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** An application that has opened a path like a serial port. */
export interface Application {
	/** Writes all, as soon as there is room. */
	write(bytes: Uint8Array): Promise<void>;
	/** Writes as much as there is room for now, and tells how much that was. */
	fill(bytes: Uint8Array): number;
	/** Waits for so many bytes. */
	read(length: number): Promise<Buffer>;
	close(): void;
}

export function application(path: string): Application {
	const file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
	const fill = (bytes: Uint8Array): number => now(() => writeSync(file, bytes));
	return {
		fill,
		async write(bytes) {
			for (let done = 0; done < bytes.length; await sleep(1)) done += fill(bytes.subarray(done));
		},
		async read(length) {
			const bytes = Buffer.alloc(length);
			for (let have = 0; have < length; await sleep(1))
				have += now(() => readSync(file, bytes, have, length - have, null));
			return bytes;
		},
		close: () => closeSync(file),
	};
}

/** Zero where the call would have to wait. */
function now(call: () => number): number {
	try {
		return call();
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EAGAIN") return 0;
		throw error;
	}
}
