// Installs and builds what is not there yet, with nothing but Node and npm on the machine.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command in the repository; ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
	const { status, signal, error } = spawnSync(command, args, {
		cwd: root,
		stdio: "inherit",
		...options,
	});
	if (error !== undefined) fail(`cannot run ${command}: ${error.message}`);
	if (status !== 0) process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
}

export function fail(message) {
	console.error(`gw-sim: ${message}`);
	process.exit(2);
}

export function setUp() {
	requireNode();
	if (!isInstalled()) {
		const { packageManager } = JSON.parse(read("package.json"));
		run("npx", ["--yes", packageManager, "install", "--frozen-lockfile"]);
	}
	run("npm", ["run", "--silent", "build"]);
}

function requireNode() {
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major < 20 || (major === 20 && minor < 19))
		fail(`Node ${process.versions.node} is too old: install Node 20.19 or later`);
	const { error } = spawnSync("npx", ["--version"], { stdio: "ignore" });
	if (error !== undefined) fail("npx is missing: install npm, which brings it");
}

/** pnpm keeps a copy of the lockfile that it installed last. */
function isInstalled() {
	const installed = "node_modules/.pnpm/lock.yaml";
	return existsSync(`${root}${installed}`) && read(installed) === read("pnpm-lock.yaml");
}

function read(file) {
	return readFileSync(`${root}${file}`, "utf8");
}
