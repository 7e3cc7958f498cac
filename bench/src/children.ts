import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const children = new Set<ChildProcess>();
const folders = new Set<string>();

/** Starts a Node process that does not outlive this one. */
export function spawnNode(args: readonly string[], options: SpawnOptions): ChildProcess {
	const child = spawn(process.execPath, args, options);
	children.add(child);
	child.once("exit", () => children.delete(child));
	return child;
}

/** Makes an empty folder that goes with this process. */
export function tempFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "gw-sim-bench-"));
	folders.add(folder);
	return folder;
}

/** Leaves nothing behind, however this process ends. */
export function cleanUpAtExit(): void {
	process.on("exit", () => {
		for (const child of children) child.kill("SIGKILL");
		for (const folder of folders) rmSync(folder, { recursive: true, force: true });
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
		process.on(signal, () => process.exit(130));
}
