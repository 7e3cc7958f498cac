import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isThere, untilGone } from "./support/pids.js";
import { gwSim, type Process } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";

const kept = async (until: string, ...args: string[]): Promise<{ up: Process; log: string }> => {
	const log = join(await tempFolder(), "log");
	return { log, up: gwSim(["up", "--until", until, "--keep", log, ...args]) };
};
const lines = async (log: string): Promise<string> => readFile(log, "utf8").catch(() => "");
const untilSaid = (log: string, words: RegExp): Promise<void> =>
	expect.poll(() => lines(log), { timeout: 15_000, interval: 50 }).toMatch(words);
/** Of the scene's own processes. */
const pidsIn = async (log: string): Promise<number[]> =>
	[...(await lines(log)).matchAll(/starts as process (\d+)/g)].map(([, pid]) => Number(pid));

test("a scene that is kept runs on in the background until it is told to stop", async () => {
	const { up, log } = await kept("puff-2 online", "--json");
	const { pid, url } = await up.event({ event: "kept", log });
	onTestFinished(() => void (isThere(Number(pid)) && process.kill(Number(pid), "SIGKILL")));
	expect((await up.exit()).code).toBe(0);
	const health = await fetch(`${url}/healthz`, { headers: { connection: "close" } });
	expect(health.status).toBe(200);
	process.kill(Number(pid), "SIGTERM");
	await untilGone([Number(pid)]);
	expect(await lines(log)).toMatch(/"name":"server","event":"process",.*"status":"stopped"/);
});

test("a scene that is kept does not stay where it does not come to that, and says why", async () => {
	const { up, log } = await kept("lock-1 jammed", "--timeout", "2s");
	expect((await up.exit()).code).toBe(1);
	expect(up.stderr).toMatch(/^gw-sim: --until lock-1 jammed is not met: its state is \{/);
	await untilGone(await pidsIn(log));
});

test("a scene that is kept does not stay where its starter is killed before that", async () => {
	const { up, log } = await kept("lock-1 jammed");
	await untilSaid(log, /puff-2 +\| link +online/);
	const pids = await pidsIn(log);
	expect(pids).toHaveLength(5);
	await up.kill("SIGKILL");
	await untilGone(pids);
});

test("a scene that is kept does not stay where its starter is told to stop", async () => {
	const { up, log } = await kept("lock-1 jammed");
	await untilSaid(log, /lock-1 +\| link +online/);
	up.child.kill("SIGINT");
	expect((await up.exit()).code).toBe(130);
	await untilGone(await pidsIn(log));
});

test.each([
	[["--keep", "x"], /--keep is for --until/],
	[["--until", "lock-1 online", "--keep", "/no/such/log"], /--keep: cannot write \/no\/such\/log/],
])("up %j: one line, exit code 2", async (args, line) => {
	const up = gwSim(["up", ...args]);
	expect((await up.exit()).code).toBe(2);
	expect(up.stderr.trimEnd().split("\n")).toEqual([expect.stringMatching(line)]);
});
