// What npm and TypeScript will make of each published package, before it is published.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { fail, root, run } from "./setup.mjs";

const libraries = ["packages", "simulators", "hardware"]
	.flatMap((group) => readdirSync(`${root}${group}`).map((name) => `${group}/${name}`))
	.filter((folder) => existsSync(`${root}${folder}/package.json`));

for (const folder of [...libraries, "cli"]) {
	const { messages, pkg } = await publint({
		pkgDir: folder,
		strict: true,
		pack: { files: published(folder) },
	});
	for (const message of messages) console.error(`${folder}: ${formatMessage(message, pkg)}`);
	if (messages.length > 0) fail(`${folder}/package.json is not fit to be published`);
}
for (const folder of libraries)
	run("node_modules/.bin/attw", ["--pack", folder, "--profile", "esm-only", "--quiet"]);
console.log(`${libraries.length + 1} packages are fit to be published`);

/** What every package has besides its manifest is built: what is bundled lies beside it, and is not published. */
function published(folder) {
	const built = readdirSync(`${root}${folder}/dist`, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length));
	return [`${folder}/package.json`, ...built].map((name) => ({
		name,
		data: readFileSync(`${root}${name}`),
	}));
}
