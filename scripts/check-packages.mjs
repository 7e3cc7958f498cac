// What npm and TypeScript will make of each published package, before it is published.
import { readdirSync } from "node:fs";
import { fail, root, run } from "./setup.mjs";

const folders = ["packages", "simulators"].flatMap((group) =>
	readdirSync(`${root}${group}`).map((name) => `${group}/${name}`),
);
if (folders.length === 0) fail("no packages found");
for (const folder of [...folders, "cli"]) run("node_modules/.bin/publint", ["--strict", folder]);
