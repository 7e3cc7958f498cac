import { readFile } from "node:fs/promises";
import type { Usage } from "@gw-sim/simulator-engine";

/** Turns processor time since a process's start into a share of one core, look by look. */
export class UsageMeter {
	readonly #before = new Map<string, { readonly at: number; readonly cpuMs: number }>();

	/** In percent, since the last look at that process; null at its first. */
	cpuPercent(name: string, { cpuMs }: Usage, at: number): number | null {
		const before = this.#before.get(name);
		this.#before.set(name, { at, cpuMs });
		if (before === undefined || at <= before.at || cpuMs < before.cpuMs) return null;
		return ((cpuMs - before.cpuMs) / (at - before.at)) * 100;
	}

	/** The process is gone: the next one of that name begins anew. */
	forget(name: string): void {
		this.#before.delete(name);
	}
}

/** Linux counts processor time for programs in hundredths of a second, whatever its kernel does. */
const tickMs = 10;

/** What the kernel says that a process uses; null where there is no `/proc`, or no such process. */
export async function procUsage(pid: number): Promise<Usage | null> {
	try {
		const [stat, status] = await Promise.all(
			["stat", "status"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8")),
		);
		return parseProc(stat ?? "", status ?? "");
	} catch {
		return null;
	}
}

/** Reads `/proc/PID/stat`, whose second field is a name that can hold anything, and `status`. */
export function parseProc(stat: string, status: string): Usage | null {
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const [user = Number.NaN, system = Number.NaN] = [11, 12].map((index) => Number(fields[index]));
	const rss = Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
	const cpuMs = (user + system) * tickMs;
	return Number.isFinite(rss) && Number.isFinite(cpuMs) ? { rss, cpuMs } : null;
}
