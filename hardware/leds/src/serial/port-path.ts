import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { EnvironmentError, safe, UsageError } from "@gw-sim/core";
import { portDenied } from "./port-denied.js";

/** A device file that may be written to. */
export interface PortFile {
	/** Without links. */
	readonly path: string;
	/** What the file is, to be compared with what was opened; null on Windows, whose ports are names. */
	readonly rdev: number | null;
}

/**
 * Which files are serial ports: what kernels call them, and pseudo terminals. Consoles (`tty1`), the
 * own terminal (`tty`), memory and disks are none.
 */
const portNames = /^\/dev\/(?:(?:tty|cu)[A-Za-z.][\w.-]*|rfcomm\d+|pts\/\d+)$/;

/** What ports are called on Windows. */
const windowsNames = /^(?:\\\\\.\\)?COM\d{1,3}$/i;

/** Longest path that is looked up. */
const maxLength = 4096;

/**
 * Follows links to a serial port, and makes sure that it is one and may be used.
 * @throws UsageError `not-a-port` for what no serial port is; EnvironmentError `port-missing` or
 * `port-denied` otherwise.
 */
export async function findPort(path: string): Promise<PortFile> {
	if (process.platform === "win32") {
		if (windowsNames.test(path)) return { path, rdev: null };
		throw notAPort(path, "the name of a port, as COM3");
	}
	if (path === "" || path.length > maxLength || path.includes("\0")) throw notAPort(path, "a path");
	const found = await realpath(path).catch((error: NodeJS.ErrnoException) => {
		throw lookUpFailed(path, error);
	});
	if (!portNames.test(found)) throw notAPort(path, "a serial port in /dev");
	const file = await stat(found).catch((error: NodeJS.ErrnoException) => {
		throw lookUpFailed(path, error);
	});
	if (!file.isCharacterDevice()) throw notAPort(path, "a character device");
	try {
		await access(found, constants.R_OK | constants.W_OK);
	} catch {
		throw await portDenied(quoted(path), file.gid);
	}
	return { path: found, rdev: file.rdev };
}

function notAPort(path: string, what: string): UsageError {
	return new UsageError(`${quoted(path)} is not ${what}: gw-sim ports lists what there is`, {
		code: "not-a-port",
	});
}

function lookUpFailed(path: string, error: NodeJS.ErrnoException): Error {
	switch (error.code) {
		case "ENOENT":
		case "ENXIO":
		case "ENODEV":
			return portMissing(path);
		case "EACCES":
		case "EPERM":
			return new EnvironmentError(`permission denied on the way to ${quoted(path)}`, {
				code: "port-denied",
				cause: error,
			});
		default:
			return notAPort(path, "a path to a serial port");
	}
}

/** Nothing is there, or nothing any more. */
export function portMissing(path: string): EnvironmentError {
	return new EnvironmentError(
		`there is no port ${quoted(path)}: is it plugged in? gw-sim ports lists what there is`,
		{ code: "port-missing" },
	);
}

/** A path in a message. */
export function quoted(path: string): string {
	return safe(path, 100);
}
