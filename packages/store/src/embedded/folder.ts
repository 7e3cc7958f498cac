import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isLogWhole } from "./write-ahead-log.js";

/**
 * Creates a folder and what is missing above it, for this user alone. One level at a time, because
 * Node's own recursive mode never ends below /proc.
 */
export async function createFolder(folder: string): Promise<void> {
	const code = await makeOne(folder);
	if (code === "ENOENT" && dirname(folder) !== folder) {
		await createFolder(dirname(folder));
		await mkdir(folder, { mode: 0o700 });
	}
}

/** Whether all of LevelDB's logs in a folder are as they were written. */
export async function areLogsWhole(folder: string): Promise<boolean> {
	for (const name of await readdir(folder))
		if (/^\d+\.log$/.test(name) && !isLogWhole(await readFile(join(folder, name)))) return false;
	return true;
}

/** Tells why there is no such folder yet, or undefined where there is something of that name now. */
async function makeOne(folder: string): Promise<string | undefined> {
	try {
		await mkdir(folder, { mode: 0o700 });
		return undefined;
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : undefined;
		if (code === "EEXIST") return undefined;
		if (code === "ENOENT") return code;
		throw error;
	}
}
