import { EnvironmentError } from "@gw-sim/core";
import type { ClassicLevel } from "classic-level";
import type { FieldChange } from "../decide.js";
import { Digest } from "./digest.js";
import { decodeName, decodeValue, encodeName, encodeValue, type FieldName } from "./encoding.js";
import { codeOf, damaged, foreign, locked, missing, unusable } from "./errors.js";
import { areLogsWhole, createFolder } from "./folder.js";
import { readMark, writeMark } from "./mark.js";

export type FieldWrite = FieldName & FieldChange;

type Level = ClassicLevel<string, string>;

// The keys of fields begin with "[", so these two never meet one.
const formatKey = "!format";
/** The number of batches so far and the digest of all fields: "12 0123456789abcdef". */
const stateKey = "!state";
const format = "gw-sim store 1";

/** The fields of all rooms on disk. */
export class Database {
	readonly #level: Level;
	readonly #folder: string;
	readonly #digest: Digest = new Digest();
	/** Batches that are on disk. */
	#batches = 0;
	/** The mark in the folder; null until all was read and found sound. */
	#mark: number | null = null;

	private constructor(level: Level, folder: string) {
		this.#level = level;
		this.#folder = folder;
	}

	/**
	 * Opens a folder, creating it if need be; `read` is to follow.
	 * @throws EnvironmentError `store-locked`, `store-unreadable` or `store-missing`.
	 */
	static async open(
		folder: string,
		load: () => Promise<typeof import("classic-level")> = () => import("classic-level"),
	): Promise<Database> {
		const { ClassicLevel } = await load().catch((error: unknown) => {
			throw missing(error);
		});
		try {
			await createFolder(folder);
			// First, because LevelDB deletes a log once it has read what it could.
			const areWhole = await areLogsWhole(folder);
			if (!areWhole) throw damaged(folder, "a log does not match its checksums");
			const level: Level = new ClassicLevel(folder);
			await level.open();
			return new Database(level, folder);
		} catch (error) {
			throw named(error, folder);
		}
	}

	/**
	 * Hands over every field.
	 * @throws EnvironmentError `store-unreadable` where they are not what was written.
	 */
	async read(field: (name: FieldName, value: string) => void): Promise<void> {
		try {
			const meta = new Map<string, string>();
			for await (const [key, row] of this.#level.iterator())
				if (key.startsWith("[")) this.#take(key, row, field);
				else meta.set(key, row);
			const mark = await readMark(this.#folder);
			const isNew = mark === 0 && meta.size === 0 && this.#digest.isEmpty;
			if (isNew) await this.#write(new Map([[formatKey, format]]));
			else this.#verify(meta, mark);
			await this.#note();
		} catch (error) {
			throw named(error, this.#folder);
		}
	}

	/** Resolves once all of it is on disk; where it rejects, all or nothing may be. */
	async write(writes: readonly FieldWrite[]): Promise<void> {
		const rows = new Map<string, string | null>();
		for (const { room, key, before, after } of writes) {
			const name = encodeName({ room, key });
			if (before !== null) this.#digest.toggle(name, encodeValue(before));
			const row = after === null ? null : encodeValue(after);
			if (row !== null) this.#digest.toggle(name, row);
			rows.set(name, row);
		}
		await this.#write(rows);
	}

	async close(): Promise<void> {
		// What is damaged must keep its mark; and where no new one can be made, the old one holds.
		if (this.#mark !== null) await this.#note().catch(() => {});
		await this.#level.close();
	}

	#take(key: string, row: string, field: (name: FieldName, value: string) => void): void {
		const name = decodeName(key);
		const value = decodeValue(row);
		if (name === null || value === null) throw damaged(this.#folder, "a field makes no sense");
		this.#digest.toggle(key, row);
		field(name, value);
	}

	/** Compares what was read with what the last batch and the mark say about it. */
	#verify(meta: ReadonlyMap<string, string>, mark: number): void {
		const found = meta.get(formatKey);
		if (found === undefined && mark === 0) throw foreign(this.#folder, "not of gw-sim");
		if (found !== undefined && found !== format)
			throw foreign(this.#folder, "of another version of gw-sim");
		const [batches, digest] = meta.get(stateKey)?.split(" ") ?? [];
		this.#batches = Number(batches);
		const isAll = found === format && digest === this.#digest.toString();
		// Written so that NaN on either side is damage.
		if (!isAll || !(this.#batches >= mark))
			throw damaged(this.#folder, "something is missing or altered");
	}

	async #note(): Promise<void> {
		if (this.#mark !== this.#batches) await writeMark(this.#folder, this.#batches);
		this.#mark = this.#batches;
	}

	async #write(rows: Map<string, string | null>): Promise<void> {
		const batches = this.#batches + 1;
		rows.set(stateKey, `${batches} ${this.#digest}`);
		const operations = [...rows].map(([key, value]) =>
			value === null ? ({ type: "del", key } as const) : ({ type: "put", key, value } as const),
		);
		await this.#level.batch(operations, { sync: true });
		this.#batches = batches;
	}
}

/** The error for people of what went wrong while a folder was opened. */
function named(error: unknown, folder: string): EnvironmentError {
	if (error instanceof EnvironmentError) return error;
	const code = codeOf(error);
	if (code === "LEVEL_LOCKED") return locked(folder, error);
	if (code === "LEVEL_CORRUPTION") return damaged(folder, "LevelDB cannot read it", error);
	return unusable(folder, error);
}
