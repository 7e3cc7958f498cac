import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./errors.js";

// LevelDB deletes only files whose names it knows, so one beside its own stays.
const fileName = "written";

/**
 * How many batches a folder's database held for certain when this was last noted; 0 where nothing
 * was, NaN where the note is damaged. Evidence from outside the database: damage can make LevelDB
 * fall back to an older state, or to none, that is sound in itself.
 */
export async function readMark(folder: string): Promise<number> {
	try {
		const text = await readFile(join(folder, fileName), "utf8");
		return /^\d{1,15}\n$/.test(text) ? Number(text) : Number.NaN;
	} catch (error) {
		if (codeOf(error) === "ENOENT") return 0;
		throw error;
	}
}

/** Replaces the note as a whole, so that a crash leaves the old one or the new one. */
export async function writeMark(folder: string, batches: number): Promise<void> {
	const path = join(folder, fileName);
	const file = await open(`${path}.new`, "w", 0o600);
	try {
		await file.writeFile(`${batches}\n`);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(`${path}.new`, path);
}
