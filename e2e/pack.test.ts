import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Process } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("../cli", import.meta.url));

test("npx runs the packed tarball in an empty folder", async () => {
	const folder = await tempFolder();
	await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: cli });
	const [tarball = ""] = await readdir(folder);
	expect(tarball).toMatch(/^gw-sim-\d+\.\d+\.\d+\.tgz$/);
	const empty = await tempFolder();
	const npx = ["--yes", `--package=${join(folder, tarball)}`, "--", "gw-sim"];
	const { stdout } = await run("npx", [...npx, "--version"], { cwd: empty });
	expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);

	const lock = new Process("npx", [...npx, "lock", "--serial", "X", "--json"], {}, empty);
	await lock.event({ event: "listening" });
	await lock.state({ link: "online" });
	lock.child.stdin?.end();
	expect((await lock.exit()).code).toBe(0);

	const data = join(empty, "state");
	const hub = new Process(
		"npx",
		[...npx, "serve", "--port", "0", "--json", "--stop-on-eof", "--data", data],
		{},
		empty,
	);
	await hub.event({ event: "listening" });
	hub.child.stdin?.end();
	expect((await hub.exit()).code).toBe(0);
	expect(await readdir(data)).not.toEqual([]);
}, 120_000);
