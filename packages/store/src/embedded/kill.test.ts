import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { integer, seededRandom } from "@gw-sim/core";
import { emptyTally, parseTally } from "@gw-sim/store";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { tempFolder } from "../testing/temp-folder.js";

const writer = fileURLToPath(new URL("../testing/kill-writer.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/embedded/index.js", import.meta.url));
const random = seededRandom("kill.test");

/** The last acknowledged value of each counter, and choice of each ballot. */
interface Written {
	readonly counts: ReadonlyMap<string, number>;
	readonly ballots: ReadonlyMap<string, number>;
}

/** Runs the writer until it ends, or kills it after `lines` lines; `last` is its last line. */
async function write(
	folder: string,
	lines: number,
	shell: readonly string[] = [],
): Promise<Written & { readonly last: string }> {
	if (!existsSync(built))
		throw new Error("the store is not built: run tsc -b packages/store first");
	const [command = "", ...args] = [...shell, process.execPath, writer, folder];
	const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
	const counts = new Map<string, number>();
	const ballots = new Map<string, number>();
	let last = "";
	let count = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		last = line;
		if (++count === lines) child.kill("SIGKILL");
		const [key = "", value] = line.split(" ");
		if (/^k\d+$/.test(key)) counts.set(key, Number(value));
		if (/^b\d+$/.test(key)) ballots.set(key, Number(value));
	}
	return { counts, ballots, last };
}

/** Checks that nothing acknowledged is missing and nothing was made up; gives the state. */
async function check(folder: string, before: Written, acknowledged: Written): Promise<Written> {
	const store = await openEmbeddedStore({ folder, random, clock: new VirtualClock() });
	const { fields } = await store.load("r");
	const poll = await store.load("poll");
	await store.close();
	const counts = new Map([...fields].map(([key, value]) => [key, Number(value)]));
	for (const [key, value] of [...before.counts, ...acknowledged.counts])
		expect(counts.get(key)).toBeGreaterThanOrEqual(value);
	// Each of the writer's loops has at most one command under way.
	for (const [key, value] of counts)
		expect(value).toBeLessThanOrEqual(
			(acknowledged.counts.get(key) ?? before.counts.get(key) ?? 0) + 1,
		);
	return { counts, ballots: checkPoll(poll.fields, before, acknowledged) };
}

/** Checks that the tally is the sum of the ballots, and these as acknowledged or one step further. */
function checkPoll(
	fields: ReadonlyMap<string, string>,
	before: Written,
	acknowledged: Written,
): ReadonlyMap<string, number> {
	const ballots = new Map<string, number>();
	const sums = new Map<string, number>();
	for (const [key, choice] of fields) {
		if (key === "tally") continue;
		ballots.set(key, Number(choice));
		sums.set(choice, (sums.get(choice) ?? 0) + 1);
	}
	expect(parseTally(fields.get("tally") ?? emptyTally)).toEqual(sums);
	for (const key of [...before.ballots.keys(), ...acknowledged.ballots.keys()])
		expect(ballots.has(key)).toBe(true);
	for (const [key, choice] of ballots) {
		const last = acknowledged.ballots.get(key) ?? before.ballots.get(key) ?? -1;
		expect([last, (last + 1) % 5]).toContain(choice);
	}
	return ballots;
}

const nothing: Written = { counts: new Map(), ballots: new Map() };

test("kill -9 at any moment loses nothing that was acknowledged", async () => {
	const folder = tempFolder();
	let state = nothing;
	let total = 0;
	for (let round = 0; round < 20; round++) {
		const acknowledged = await write(folder, integer(random, 1, 3000));
		expect(acknowledged.last).not.toContain("failed");
		for (const [key, value] of acknowledged.counts) total += value - (state.counts.get(key) ?? 0);
		state = await check(folder, state, acknowledged);
	}
	expect(total).toBeGreaterThan(10_000);
	expect(state.ballots.size).toBe(4);
}, 60_000);

test.skipIf(process.platform === "win32")(
	"a file system that takes no more fails the store and loses nothing",
	async () => {
		const folder = tempFolder();
		const shell = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh"];
		const acknowledged = await write(folder, Number.POSITIVE_INFINITY, shell);
		expect(acknowledged.last).toMatch(/^failed store-failed false 36$/);
		expect(acknowledged.counts.size).toBeGreaterThan(0);
		await check(folder, nothing, acknowledged);
	},
	30_000,
);
