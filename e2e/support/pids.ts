import { expect } from "vitest";

/** Whether there is a process of that id. */
export function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** For processes that are nobody's children any more, so that nobody is told of their end. */
export async function untilGone(pids: readonly number[]): Promise<void> {
	await expect.poll(() => pids.filter(isThere), { timeout: 15_000, interval: 50 }).toEqual([]);
}
