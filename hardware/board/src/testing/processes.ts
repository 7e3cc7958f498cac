import { readdirSync, readFileSync } from "node:fs";

/** A process, by its id and the name of its program. */
export interface Found {
	readonly pid: number;
	readonly name: string;
}

/** The processes that were started with a text in their environment, the oldest first. */
export function processesWith(text: string): readonly Found[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && contentOf(`/proc/${name}/environ`).includes(text))
		.map((name) => ({ pid: Number(name), name: contentOf(`/proc/${name}/comm`).trim() }))
		.sort((a, b) => a.pid - b.pid);
}

function contentOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		// It has ended meanwhile.
		return "";
	}
}
