import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { integer, seededRandom } from "@gw-sim/core";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { tempFolder } from "../testing/temp-folder.js";

const writer = fileURLToPath(new URL("../testing/kill-writer.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/embedded/index.js", import.meta.url));
const random = seededRandom("kill.test");

/**
 * Runs the writer until it ends, or kills it after `lines` lines.
 * @returns the highest acknowledged value of each key, and the last line.
 */
async function write(
	folder: string,
	lines: number,
	shell: readonly string[] = [],
): Promise<{ readonly acknowledged: Map<string, number>; readonly last: string }> {
	if (!existsSync(built))
		throw new Error("the store is not built: run tsc -b packages/store first");
	const [command = "", ...args] = [...shell, process.execPath, writer, folder];
	const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
	const acknowledged = new Map<string, number>();
	let last = "";
	let count = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		last = line;
		if (++count === lines) child.kill("SIGKILL");
		const [key = "", value] = line.split(" ");
		if (/^k\d+$/.test(key)) acknowledged.set(key, Number(value));
	}
	return { acknowledged, last };
}

/** Checks that nothing acknowledged is missing and nothing was made up; gives the state. */
async function check(
	folder: string,
	before: ReadonlyMap<string, number>,
	acknowledged: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
	const store = await openEmbeddedStore({ folder, random, clock: new VirtualClock() });
	const { fields } = await store.load("r");
	await store.close();
	const kept = new Map([...fields].map(([key, value]) => [key, Number(value)]));
	for (const [key, value] of [...before, ...acknowledged])
		expect(kept.get(key)).toBeGreaterThanOrEqual(value);
	// Each of the writer's loops has at most one command under way.
	for (const [key, value] of kept)
		expect(value).toBeLessThanOrEqual((acknowledged.get(key) ?? before.get(key) ?? 0) + 1);
	return kept;
}

test("kill -9 at any moment loses nothing that was acknowledged", async () => {
	const folder = tempFolder();
	let state = new Map<string, number>();
	let total = 0;
	for (let round = 0; round < 20; round++) {
		const { acknowledged, last } = await write(folder, integer(random, 1, 3000));
		expect(last).not.toContain("failed");
		for (const [key, value] of acknowledged) total += value - (state.get(key) ?? 0);
		state = await check(folder, state, acknowledged);
	}
	expect(total).toBeGreaterThan(10_000);
}, 60_000);

test.skipIf(process.platform === "win32")(
	"a file system that takes no more fails the store and loses nothing",
	async () => {
		const folder = tempFolder();
		const shell = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh"];
		const { acknowledged, last } = await write(folder, Number.POSITIVE_INFINITY, shell);
		expect(last).toMatch(/^failed store-failed false 36$/);
		expect(acknowledged.size).toBeGreaterThan(0);
		await check(folder, new Map(), acknowledged);
	},
	30_000,
);
