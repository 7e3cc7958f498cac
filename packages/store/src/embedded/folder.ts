import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf } from "./errors.js";
import { isLogWhole } from "./write-ahead-log.js";

/**
 * Creates a folder and what is missing above it, for this user alone. One level at a time, because
 * Node's own recursive mode never ends below /proc.
 */
export async function createFolder(folder: string): Promise<void> {
	const isParentMissing = await makeOne(folder);
	if (!isParentMissing || dirname(folder) === folder) return;
	await createFolder(dirname(folder));
	await mkdir(folder, { mode: 0o700 });
}

/** Whether all of LevelDB's logs in a folder are as they were written. */
export async function areLogsWhole(folder: string): Promise<boolean> {
	for (const name of await readdir(folder)) {
		if (!/^\d+\.log$/.test(name)) continue;
		const bytes = await readIfThere(join(folder, name));
		if (bytes !== null && !isLogWhole(bytes)) return false;
	}
	return true;
}

/** @returns whether nothing was made because the folder above is missing. */
async function makeOne(folder: string): Promise<boolean> {
	try {
		await mkdir(folder, { mode: 0o700 });
	} catch (error) {
		const code = codeOf(error);
		if (code === "ENOENT") return true;
		if (code !== "EEXIST") throw error;
	}
	return false;
}

/** Another process that has the folder open may delete a file at any moment. */
async function readIfThere(path: string): Promise<Uint8Array | null> {
	try {
		return await readFile(path);
	} catch (error) {
		if (codeOf(error) === "ENOENT") return null;
		throw error;
	}
}
