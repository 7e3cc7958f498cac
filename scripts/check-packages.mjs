// What npm and TypeScript will make of each published package, before it is published.
import { readdirSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { fail, root, run } from "./setup.mjs";

const libraries = ["packages", "simulators"].flatMap((group) =>
	readdirSync(`${root}${group}`).map((name) => `${group}/${name}`),
);

for (const folder of [...libraries, "cli"]) {
	const { messages, pkg } = await publint({
		pkgDir: `${root}${folder}`,
		strict: true,
		pack: false,
	});
	for (const message of messages) console.error(`${folder}: ${formatMessage(message, pkg)}`);
	if (messages.length > 0) fail(`${folder}/package.json is not fit to be published`);
}
for (const folder of libraries)
	run("node_modules/.bin/attw", ["--pack", folder, "--profile", "esm-only", "--quiet"]);
console.log(`${libraries.length + 1} packages are fit to be published`);
