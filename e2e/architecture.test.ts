import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Which of our packages each may import; nothing imports the command line. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	"@gw-sim/core": [],
	"@gw-sim/protocols": ["core"],
	"@gw-sim/transport": ["core"],
	"@gw-sim/store": ["core"],
	"@gw-sim/client": ["core", "protocols", "transport"],
	"@gw-sim/server": ["core", "protocols", "transport", "store"],
	"@gw-sim/testkit": ["core", "protocols", "transport"],
	"@gw-sim/simulator-engine": ["core", "transport"],
	"@gw-sim/simulator-lock": ["core", "protocols", "transport", "client", "simulator-engine"],
	"@gw-sim/simulator-cloud": ["core", "protocols", "transport", "client", "simulator-engine"],
	"@gw-sim/simulator-puff": ["core", "protocols", "transport", "client", "simulator-engine"],
	"@gw-sim/simulator-chat": ["core", "protocols", "transport", "client", "simulator-engine"],
	"@gw-sim/simulator-room": ["core", "protocols", "transport", "client", "simulator-engine"],
	"@gw-sim/leds": ["core", "transport"],
	"@gw-sim/board": ["core"],
	"gw-sim": [
		"board",
		"core",
		"leds",
		"protocols",
		"transport",
		"store",
		"server",
		"simulator-engine",
		"simulator-lock",
		"simulator-cloud",
		"simulator-puff",
		"simulator-chat",
		"simulator-room",
	],
	"@gw-sim/bench": ["board", "core", "leds", "transport", "simulator-cloud", "simulator-lock"],
};

/** Packages without I/O, timers, wall clock or chance of their own. */
const pure = ["@gw-sim/core", "@gw-sim/protocols"];

interface Package {
	readonly name: string;
	readonly folder: string;
	readonly dependencies: readonly string[];
	readonly references: readonly string[];
	/** Production source files with what they import. */
	readonly sources: readonly {
		readonly file: string;
		readonly text: string;
		readonly imports: readonly string[];
	}[];
}

const packages = [
	...["packages", "simulators", "hardware"]
		.flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
		.filter((folder) => existsSync(join(folder, "package.json"))),
	join(root, "cli"),
	join(root, "bench"),
].map(readPackage);

function readPackage(folder: string): Package {
	const manifest = readJson(join(folder, "package.json"));
	const { references = [] } = readJson(join(folder, "tsconfig.json")) as {
		references?: { path: string }[];
	};
	const keys = ["dependencies", "optionalDependencies", "devDependencies"] as const;
	return {
		name: String(manifest.name),
		folder,
		dependencies: keys.flatMap((key) => Object.keys((manifest[key] as object | undefined) ?? {})),
		references: references.map(({ path }) => join(folder, path)),
		sources: sourceFiles(join(folder, "src")).map((file) => {
			const text = readFileSync(file, "utf8");
			return { file, text, imports: importsIn(text) };
		}),
	};
}

/** The modules that a file imports, statically or not, comments left out. */
function importsIn(text: string): string[] {
	const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
	const statement = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
	return [...code.matchAll(statement)].map(([, named, dynamic]) => named ?? dynamic ?? "");
}

function readJson(file: string): Record<string, unknown> {
	return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

function sourceFiles(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) return name === "testing" ? [] : sourceFiles(path);
		return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
	});
}

/** `@scope/name` or `name` of an import of a package. */
function packageOf(specifier: string): string {
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}

const ours = (name: string): boolean => name === "gw-sim" || name.startsWith("@gw-sim/");

test("every package has its rule", () => {
	expect(packages.map(({ name }) => name).sort()).toEqual(Object.keys(mayImport).sort());
});

describe.each(packages)("$name", ({ name, folder, dependencies, references, sources }) => {
	const imported = [...new Set(sources.flatMap(({ imports }) => imports))].filter(
		(specifier) => !specifier.startsWith(".") && !specifier.startsWith("#"),
	);

	test("imports only the packages of ours that it may", () => {
		const allowed = (mayImport[name] ?? []).map((short) => `@gw-sim/${short}`);
		expect(
			imported.map(packageOf).filter((found) => ours(found) && !allowed.includes(found)),
		).toEqual([]);
	});

	test("declares what it imports, and references it for the compiler", () => {
		const needed = [
			...new Set(imported.filter((specifier) => !isBuiltin(specifier)).map(packageOf)),
		];
		expect(needed.filter((dependency) => !dependencies.includes(dependency))).toEqual([]);
		const folders = packages
			.filter((other) => needed.includes(other.name))
			.map((other) => other.folder);
		expect(folders.filter((path) => !references.includes(path))).toEqual([]);
	});

	test("is a project of the solution, and its relative imports stay inside", () => {
		const { references: all } = readJson(join(root, "tsconfig.json")) as {
			references: { path: string }[];
		};
		expect(all.map(({ path }) => join(root, path))).toContain(folder);
		for (const { file, imports } of sources)
			for (const specifier of imports.filter((found) => found.startsWith(".")))
				expect(relative(folder, join(dirname(file), specifier))).not.toMatch(/^\.\./);
	});

	test("has no source file over 400 lines", () => {
		const long = sources
			.filter(({ text }) => text.split("\n").length > 400)
			.map(({ file }) => file);
		expect(long).toEqual([]);
	});

	if (pure.includes(name))
		test("does no I/O and takes time and chance as inputs", () => {
			for (const { file, text, imports } of sources) {
				expect(
					imports.filter((specifier) => isBuiltin(specifier) || specifier === "ws"),
					file,
				).toEqual([]);
				expect(text, file).not.toMatch(
					/\b(?:Date\.|new Date|Math\.random|setTimeout|setInterval|process\.)/,
				);
			}
		});
});

test("chance and time come from outside in simulators and in the server", () => {
	for (const { folder, sources } of packages) {
		if (!/simulators|server|client|store/.test(relative(root, folder))) continue;
		for (const { file, text } of sources)
			expect(text, file).not.toMatch(
				/\b(?:Date\.now|new Date|Math\.random|setTimeout|setInterval)\b/,
			);
	}
});
