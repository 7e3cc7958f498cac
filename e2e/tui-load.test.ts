import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";
import { needs, terminal } from "./support/terminal.js";

const devices = 20;
const measuredMs = 10_000;
/** Of what `/proc` counts processor time in. */
const ticksPerSecond = 100;

/** A line for each device of a scene. */
function scene(line: (i: number) => string): string {
	return `devices:\n${Array.from({ length: devices }, (_, i) => `  - ${line(i)}\n`).join("")}`;
}

/** Processor time of a process and its threads, in seconds. */
function cpuSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function pidOf(file: string): number {
	for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
		try {
			const [program, ...rest] = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
			if (program === process.execPath && rest.includes(file)) return Number(name);
		} catch {
			// It has just ended.
		}
	}
	throw new Error("the UI does not run");
}

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`the UI's share of a core${tmux.title}`, () => {
	test.each([
		["idle", scene((i) => `{ name: lock-${i}, kind: lock }`), 10],
		[
			// Each sentence is a frame out, a frame in, and a message.
			"that send 50 events a second each",
			scene(
				(i) =>
					`{ name: room-${i}, kind: room, options: { room: r${i}, chatter: 1000, subscribe: [chat] } }`,
			),
			50,
		],
	])(
		"with 20 devices %s",
		async (_, text, mostPercent) => {
			const file = join(await tempFolder(), "scene.yaml");
			writeFileSync(file, text);
			const command = `--version; env -u CI ${process.execPath} ${bin} up ${file}`;
			const { shows, keys } = await terminal(120, 40, command);
			for (let tries = 0; ; tries++)
				if (
					await shows(/20\/20 online/).then(Boolean, (error) => tries > 3 && Promise.reject(error))
				)
					break;
			const pid = pidOf(file);
			// What starting them cost is not what showing them costs.
			await new Promise((resolve) => setTimeout(resolve, 3000));
			const begun = performance.now();
			const before = cpuSeconds(pid);
			await new Promise((resolve) => setTimeout(resolve, measuredMs));
			const percent = (100_000 * (cpuSeconds(pid) - before)) / (performance.now() - begun);
			console.log(`${percent.toFixed(1)} % of a core`);
			expect(percent).toBeLessThan(mostPercent);
			await keys("q");
			await shows(/^[#$] *$/m);
		},
		120_000,
	);
});
