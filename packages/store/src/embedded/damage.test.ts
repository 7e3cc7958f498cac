import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import { openEmbeddedStore } from "@gw-sim/store/embedded";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { tempFolder } from "../testing/temp-folder.js";
import { isLogWhole } from "./write-ahead-log.js";

const open = (folder: string): Promise<Store> =>
	openEmbeddedStore({ folder, random: seededRandom(1), clock: new VirtualClock() });

const keys = ["a", "b", "c"];

/** A folder whose log holds a write for each key, as a crash or an ordinary end leaves it. */
async function written(end: "crash" | "close"): Promise<string> {
	const folder = tempFolder();
	const store = await open(folder);
	for (const key of keys) await store.apply("r", { type: "put", key, value: key });
	const crashed = tempFolder();
	cpSync(folder, crashed, { recursive: true });
	await store.close();
	return end === "crash" ? crashed : folder;
}

function fileOf(folder: string, pattern: RegExp): string {
	const name = readdirSync(folder).find((file) => pattern.test(file));
	if (name === undefined) throw new Error(`no ${pattern} in ${readdirSync(folder).join(" ")}`);
	return name;
}

/** The keys that a copy of a folder opens with, one file replaced; null where it is refused. */
async function opensWith(
	folder: string,
	file: string,
	bytes: Iterable<number>,
): Promise<string[] | null> {
	const copy = tempFolder();
	cpSync(folder, copy, { recursive: true });
	writeFileSync(join(copy, file), Uint8Array.from(bytes));
	try {
		const store = await open(copy);
		const { fields } = await store.load("r");
		await store.close();
		for (const [key, value] of fields) expect(value).toBe(key);
		return [...fields.keys()].sort();
	} catch (error) {
		expect(error).toMatchObject({ code: "store-unreadable" });
		return null;
	}
}

function flipped(bytes: Uint8Array, at: number, bit: number): number[] {
	return [...bytes].map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));
}

test("a log cut at any byte, whatever follows, opens with all that was whole", async () => {
	const folder = await written("crash");
	const file = fileOf(folder, /\.log$/);
	const bytes = readFileSync(join(folder, file));
	let most = -1;
	for (let cut = 0; cut <= bytes.length; cut++) {
		const tail = [[], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [7, 1, 255, 1, 0, 2, 1]][cut % 3] ?? [];
		const found = await opensWith(folder, file, [...bytes.subarray(0, cut), ...tail]);
		// Up to there the database would be empty, which the opening had seen it not to be.
		if (found === null) expect(most).toBe(-1);
		else expect(found).toEqual(keys.slice(0, found.length));
		expect(found?.length ?? -1).toBeGreaterThanOrEqual(most);
		most = found?.length ?? -1;
	}
	expect(most).toBe(keys.length);
}, 60_000);

test("a flipped bit in a log loses nothing in silence but a last write that looks cut off", async () => {
	const folder = await written("crash");
	const file = fileOf(folder, /\.log$/);
	const bytes = readFileSync(join(folder, file));
	let refused = 0;
	for (let at = 0; at < bytes.length; at++) {
		const found = await opensWith(folder, file, flipped(bytes, at, at % 8));
		if (found === null) refused++;
		else expect(found).toEqual(keys.slice(0, -1));
	}
	expect(refused).toBeGreaterThan(bytes.length / 2);
}, 60_000);

test.each([
	["a log", /\.log$/],
	["a table", /\.ldb$/],
	["the manifest", /^MANIFEST/],
	["the name of the manifest", /^CURRENT$/],
	["the mark", /^written$/],
])(
	"a flipped bit in %s loses and alters nothing in silence after an ordinary end",
	async (_, name) => {
		const folder = await written("close");
		if (!name.test("1.log")) await (await open(folder)).close();
		const file = fileOf(folder, name);
		const bytes = readFileSync(join(folder, file));
		let refused = 0;
		for (let at = 0; at < bytes.length; at++) {
			const found = await opensWith(folder, file, flipped(bytes, at, at % 8));
			if (found === null) refused++;
			else expect(found).toEqual(keys);
		}
		expect(refused).toBeGreaterThan(0);
	},
	60_000,
);

test("what was refused once stays refused", async () => {
	const folder = await written("close");
	await (await open(folder)).close();
	const table = join(folder, fileOf(folder, /\.ldb$/));
	const bytes = readFileSync(table);
	writeFileSync(table, Uint8Array.from(flipped(bytes, bytes.indexOf('"a"'), 1)));
	for (let i = 0; i < 3; i++)
		await expect(open(folder)).rejects.toMatchObject({ code: "store-unreadable" });
});

test.each(["a log", "a table", "everything of LevelDB"])(
	"%s that is gone is noticed",
	async (what) => {
		const folder = await written("close");
		if (what === "a table") await (await open(folder)).close();
		const names = { "a log": /\.log$/, "a table": /\.ldb$/ }[what] ?? /^(?!written$)/;
		for (const file of readdirSync(folder)) if (names.test(file)) rmSync(join(folder, file));
		await expect(open(folder)).rejects.toMatchObject({ code: "store-unreadable" });
	},
);

test("records that span blocks are whole, and a torn one may leave any of its parts", async () => {
	const folder = tempFolder();
	const store = await open(folder);
	for (const key of ["a", "b"])
		await store.apply("r", { type: "put", key, value: key.repeat(100_000) });
	await store.close();
	const bytes = readFileSync(join(folder, fileOf(folder, /\.log$/)));
	expect(isLogWhole(bytes)).toBe(true);
	const second = bytes.indexOf("b".repeat(100));
	expect(isLogWhole(Uint8Array.from(flipped(bytes, second, 0)))).toBe(true);
	expect(isLogWhole(Uint8Array.from(flipped(bytes, second - 40_000, 0)))).toBe(false);
	expect(isLogWhole(new Uint8Array())).toBe(true);
});
