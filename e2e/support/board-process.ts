import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { gwSim, type Process } from "./process.js";

export interface RunningBoard {
	readonly process: Process;
	/** Its serial port. */
	readonly path: string;
	/** The first picture from line `from` on that is this one: six digits each LED. */
	readonly shows: (hex: string, from?: number) => Promise<Record<string, unknown>>;
}

/** The built `gw-sim board`, once its port is there. */
export async function board(
	args: readonly string[] = [],
	env: Record<string, string> = {},
): Promise<RunningBoard> {
	const process = gwSim(["board", "--json", ...args], env);
	const { pty } = await process.event({ event: "board" });
	const shows = (hex: string, from = 0) => process.event({ event: "pixels", hex }, from);
	return { process, path: String(pty), shows };
}

/** What is there of a board's port: its folder, and the processes that hold it, by their programs. */
export function traces(path: string): readonly string[] {
	const folder = dirname(path);
	const names = holdersOf(folder).map(nameOf);
	return existsSync(folder) ? [folder, ...names] : names;
}

/** Kills the helper that holds a board's port. */
export function killHelper(path: string): void {
	const helpers = ["socat", "python3", "script"];
	for (const pid of holdersOf(dirname(path)))
		if (helpers.includes(nameOf(pid))) process.kill(pid, "SIGKILL");
}

/** The processes that a process has started. */
export function childrenOf(parent: number): readonly number[] {
	return processes().filter((pid) =>
		new RegExp(`^PPid:\\s${parent}$`, "m").test(contentOf(pid, "status")),
	);
}

/** The port of a board, by its process; undefined where there is none. */
export function portOf(board: number): string | undefined {
	return childrenOf(board)
		.map((pid) => /(?:^|\0)PTY_LINK=([^\0]+)/.exec(contentOf(pid, "environ"))?.[1])
		.find((path) => path !== undefined);
}

function holdersOf(folder: string): readonly number[] {
	return processes().filter((pid) => contentOf(pid, "environ").includes(folder));
}

function nameOf(pid: number): string {
	return contentOf(pid, "comm").trim();
}

function processes(): readonly number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number);
}

function contentOf(pid: number, file: "environ" | "comm" | "status"): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "utf8");
	} catch {
		// It has ended meanwhile.
		return "";
	}
}
