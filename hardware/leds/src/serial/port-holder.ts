import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { safe } from "@gw-sim/core";

/** A process that has a file open. */
export interface Holder {
	readonly pid: number;
	/** The program's name, harmless on a terminal. */
	readonly name: string;
}

const maxProcesses = 10_000;
const maxFiles = 4096;

/**
 * Which process keeps a port from others, where that can be told, which is on Linux alone: the one
 * that has locked it, or one that has it open and is our user's.
 * @param path Without links.
 * @param proc @defaultValue "/proc"
 */
export async function holderOf(path: string, proc = "/proc"): Promise<Holder | null> {
	const pid = (await lockedBy(path, proc)) ?? (await openedBy(path, proc));
	if (pid === null) return null;
	const name = await readFile(`${proc}/${pid}/comm`, "utf8").catch(() => "");
	return { pid: Number(pid), name: name === "" ? "a program" : safe(name.trim(), 40) };
}

/** Of the kernel's list of locks, the one on this file. */
async function lockedBy(path: string, proc: string): Promise<string | null> {
	const file = await stat(path).catch(() => null);
	if (file === null) return null;
	const wanted = `${deviceName(file.dev)}:${file.ino}`;
	const locks = await readFile(`${proc}/locks`, "utf8").catch(() => "");
	for (const line of locks.split("\n")) {
		const [, kind, , , pid = "", inode] = line.trim().split(/\s+/);
		// Processes of other containers count as 0 or less.
		if (kind === "FLOCK" && inode === wanted && /^[1-9]\d*$/.test(pid)) return pid;
	}
	return null;
}

/** Major and minor number as the kernel writes them, in hexadecimal. */
function deviceName(dev: number): string {
	const major = Math.floor(dev / 256) % 4096;
	const minor = (dev % 256) + Math.floor(dev / 2 ** 20) * 256;
	return [major, minor].map((part) => part.toString(16).padStart(2, "0")).join(":");
}

async function openedBy(path: string, proc: string): Promise<string | null> {
	const pids = (await list(proc)).filter((name) => /^\d+$/.test(name)).slice(0, maxProcesses);
	for (const pid of pids) {
		const files = (await list(`${proc}/${pid}/fd`)).slice(0, maxFiles);
		const targets = await Promise.all(
			files.map((file) => readlink(`${proc}/${pid}/fd/${file}`).catch(() => "")),
		);
		if (targets.includes(path)) return pid;
	}
	return null;
}

async function list(folder: string): Promise<readonly string[]> {
	return readdir(folder).catch(() => []);
}
