import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { VirtualClock } from "@gw-sim/transport";
import { ClassicLevel } from "classic-level";
import { expect, test } from "vitest";
import { tempFolder } from "../testing/temp-folder.js";
import { Database } from "./database.js";

const open = (folder: string): Promise<Store> =>
	openEmbeddedStore({ folder, random: seededRandom(1), clock: new VirtualClock() });

/** One line that names the folder. */
const refusal = (code: string, folder: string, about: string) =>
	expect.objectContaining({
		name: "EnvironmentError",
		code,
		message: expect.stringMatching(new RegExp(`^[^\\n]*${folder}[^\\n]*${about}[^\\n]*$`)),
	});

test("the folder is created for this user alone, with those above it", async () => {
	const folder = join(tempFolder(), "a", "b");
	await (await open(folder)).close();
	for (const made of [folder, join(folder, "..")]) expect(statSync(made).mode & 0o777).toBe(0o700);
	await (await open(folder)).close();
});

test("a folder that is in use is refused until it is free", async () => {
	const folder = tempFolder();
	const first = await open(folder);
	await first.apply("r", { type: "put", key: "k", value: "v" });
	await expect(open(folder)).rejects.toEqual(refusal("store-locked", folder, "in use: stop"));
	expect(await first.apply("r", { type: "remove", key: "k" })).toMatchObject({ applied: true });
	await first.close();
	await (await open(folder)).close();
});

test("a wrong option frees the folder again", async () => {
	const folder = tempFolder();
	const clock = new VirtualClock();
	const wrong = { folder, clock, random: seededRandom(1), logLength: 0 };
	await expect(openEmbeddedStore(wrong)).rejects.toMatchObject({ code: "bad-usage" });
	await (await open(folder)).close();
});

test("what is no folder, or below none, is refused", async () => {
	const file = join(tempFolder(), "file");
	writeFileSync(file, "x");
	for (const folder of [file, join(file, "below")])
		await expect(open(folder)).rejects.toEqual(
			refusal("store-unreadable", folder, "cannot use|data"),
		);
});

test.runIf(existsSync("/proc/self"))("a folder that cannot be written is refused", async () => {
	for (const folder of ["/proc", "/proc/none/below"])
		await expect(open(folder)).rejects.toEqual(refusal("store-unreadable", folder, "this user"));
});

test.each(["no newline", "MANIFEST-999999\n"])("a CURRENT of %j is refused", async (current) => {
	const folder = tempFolder();
	await (await open(folder)).close();
	writeFileSync(join(folder, "CURRENT"), current);
	await expect(open(folder)).rejects.toEqual(refusal("store-unreadable", folder, "folder"));
});

async function plant(folder: string, rows: Record<string, string>): Promise<void> {
	const level = new ClassicLevel(folder);
	for (const [key, value] of Object.entries(rows)) await level.put(key, value);
	await level.close();
}

test("another program's database and another format are left alone", async () => {
	const [other, later] = [tempFolder(), tempFolder()];
	await plant(other, { key: "value" });
	await expect(open(other)).rejects.toEqual(refusal("store-unreadable", other, "not of gw-sim"));
	await plant(later, { "!format": "gw-sim store 2", "!state": "0 0" });
	await expect(open(later)).rejects.toEqual(refusal("store-unreadable", later, "another version"));
	await expect(open(later)).rejects.toMatchObject({ code: "store-unreadable" });
});

test.each([
	["a field appears", { '["r","k"]': '"v"' }],
	["the state changes", { "!state": "9 0123456789abcdef" }],
	["a name is none", { "[1]": '"v"' }],
	["a value is none", { '["r","k"]': "v" }],
])("it is refused where %s from outside", async (_, rows) => {
	const folder = tempFolder();
	await (await open(folder)).close();
	await plant(folder, rows);
	await expect(open(folder)).rejects.toEqual(refusal("store-unreadable", folder, "backup"));
});

test("without classic-level the message says what to install", async () => {
	const absent = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
	const folder = join(tempFolder(), "untouched");
	await expect(Database.open(folder, () => Promise.reject(absent))).rejects.toMatchObject({
		code: "store-missing",
		message: "--data needs the optional package classic-level: npm install classic-level",
	});
	const broken = new Error("No native build was found\n  for this platform");
	await expect(Database.open(folder, () => Promise.reject(broken))).rejects.toMatchObject({
		code: "store-missing",
		message: expect.stringMatching(/does not load: No native build was found\)$/),
	});
	expect(existsSync(folder)).toBe(false);
});

test("other files in the folder are neither touched nor in the way", async () => {
	const folder = tempFolder();
	writeFileSync(join(folder, "notes.log"), "mine");
	mkdirSync(join(folder, "lost+found"));
	await (await open(folder)).close();
	expect(existsSync(join(folder, "notes.log"))).toBe(true);
});
