import { expect, test } from "vitest";
import { gwSim } from "./support/process.js";

/** Without any program beside it, as in a container without udev. */
const bare = { PATH: "/nowhere" };

test("ports are listed as a table, or that there are none is said", async () => {
	const run = gwSim(["ports"], bare);
	expect((await run.exit()).code).toBe(0);
	expect(run.stderr).toBe("");
	const [title = ""] = run.lines;
	expect(title).toMatch(/^PORT +VENDOR +PRODUCT +SERIAL NUMBER +STABLE PATH$|^no serial ports/);
	for (const line of run.lines.slice(1)) expect(line).toMatch(/^\/dev\/|^$/);
});

test("with --json each port is a line", async () => {
	const run = gwSim(["ports", "--json"], bare);
	expect((await run.exit()).code).toBe(0);
	for (const line of run.lines.filter((one) => one !== ""))
		expect(JSON.parse(line)).toMatchObject({
			event: "port",
			path: expect.stringMatching(/^\/dev\//),
		});
});

test("it takes nothing else: one line, exit code 2", async () => {
	const run = gwSim(["ports", "ttyUSB0"]);
	expect((await run.exit()).code).toBe(2);
	expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
});
