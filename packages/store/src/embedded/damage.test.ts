import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** A folder whose log holds a write for each key. */
async function written(): Promise<string> {
	const folder = tempFolder();
	const store = await open(folder);
	for (const key of keys) await store.apply("r", { type: "put", key, value: key });
	await store.close();
	return folder;
}

function fileOf(folder: string, pattern: RegExp): string {
	const name = readdirSync(folder).find((file) => pattern.test(file));
	if (name === undefined) throw new Error(`no ${pattern} in ${readdirSync(folder).join(" ")}`);
	return name;
}

/** The keys that a copy of the folder opens with, one file replaced; null where it is refused. */
async function opensWith(
	folder: string,
	file: string,
	bytes: Uint8Array,
): Promise<string[] | null> {
	const copy = tempFolder();
	cpSync(folder, copy, { recursive: true });
	writeFileSync(join(copy, file), bytes);
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

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
	const copy = bytes.slice();
	copy[at] = (copy[at] ?? 0) ^ (1 << bit);
	return copy;
}

test("a log cut at any byte, whatever follows, opens with all that was whole", async () => {
	const folder = await written();
	const file = fileOf(folder, /\.log$/);
	const bytes = readFileSync(join(folder, file));
	let most = 0;
	for (let cut = 0; cut <= bytes.length; cut++) {
		const tail = [[], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [7, 1, 255, 1, 0, 2, 1]][cut % 3] ?? [];
		const found = await opensWith(
			folder,
			file,
			Uint8Array.from([...bytes.subarray(0, cut), ...tail]),
		);
		expect(found).toEqual(keys.slice(0, found?.length ?? -1));
		expect(found?.length).toBeGreaterThanOrEqual(most);
		most = found?.length ?? 0;
	}
	expect(most).toBe(keys.length);
}, 60_000);

test("no flipped bit in a log loses anything in silence but a last write that looks cut off", async () => {
	const folder = await written();
	const file = fileOf(folder, /\.log$/);
	const bytes = readFileSync(join(folder, file));
	let refused = 0;
	for (let at = 0; at < bytes.length; at++) {
		const found = await opensWith(folder, file, flipped(bytes, at, at % 8));
		if (found === null) refused++;
		else expect(found).toEqual(keys.slice(0, Math.max(found.length, keys.length - 1)));
	}
	expect(refused).toBeGreaterThan(bytes.length / 2);
}, 60_000);

test("no flipped bit in a table loses or alters anything in silence", async () => {
	const folder = await written();
	await (await open(folder)).close();
	const file = fileOf(folder, /\.ldb$/);
	const bytes = readFileSync(join(folder, file));
	let refused = 0;
	for (let at = 0; at < bytes.length; at++) {
		const found = await opensWith(folder, file, flipped(bytes, at, at % 8));
		if (found === null) refused++;
		else expect(found).toEqual(keys);
	}
	expect(refused).toBeGreaterThan(0);
}, 60_000);

test("records that span blocks are whole, and a torn one may leave any of its parts", async () => {
	const folder = tempFolder();
	const store = await open(folder);
	for (const key of ["a", "b"])
		await store.apply("r", { type: "put", key, value: key.repeat(100_000) });
	await store.close();
	const bytes = readFileSync(join(folder, fileOf(folder, /\.log$/)));
	expect(isLogWhole(bytes)).toBe(true);
	const second = bytes.indexOf("b".repeat(100));
	expect(isLogWhole(flipped(bytes, second, 0))).toBe(true);
	expect(isLogWhole(flipped(bytes, second - 40_000, 0))).toBe(false);
	expect(isLogWhole(new Uint8Array())).toBe(true);
});
