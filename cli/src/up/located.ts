import { UsageError } from "@gw-sim/core";

/** Where something stands in a text; both count from 1. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** A key of a mapping, and what it says. */
export interface Entry {
	readonly key: string;
	/** Where the key stands. */
	readonly at: Position;
	readonly value: Located;
}

export type LocatedContent =
	| string
	| number
	| bigint
	| boolean
	| null
	| readonly Located[]
	| ReadonlyMap<string, Entry>;

/** A value of a file that knows where it stands, so that what is wrong with it can be shown there. */
export interface Located {
	readonly content: LocatedContent;
	readonly at: Position;
	/** As `devices[0].options.leds`; empty for the whole. */
	readonly path: string;
	readonly file: string;
}

/** A wrong value, in one line: file, line, column, key, what it needs. */
export function wrong(
	{ file, path }: Pick<Located, "file" | "path">,
	at: Position,
	what: string,
): UsageError {
	const key = path === "" ? "" : `${path}: `;
	return new UsageError(`${file}:${at.line}:${at.column}: ${key}${what}`);
}

/** The entries of a mapping. @throws UsageError where it is none. */
export function mapping(value: Located): ReadonlyMap<string, Entry> {
	if (value.content instanceof Map) return value.content;
	throw wrong(value, value.at, "needs a mapping of keys, as in name: lock-1");
}

/**
 * The entries of a mapping that has no other keys than these.
 * @throws UsageError that names the key that is not known.
 */
export function record<const Key extends string>(
	value: Located,
	known: readonly Key[],
): ReadonlyMap<Key, Entry> {
	const entries = new Map<Key, Entry>();
	for (const entry of mapping(value).values()) {
		const key = known.find((name) => name === entry.key);
		if (key === undefined)
			throw wrong(entry.value, entry.at, `unknown key: it is one of ${known.join(", ")}`);
		entries.set(key, entry);
	}
	return entries;
}

/** The items of a list. @throws UsageError where it is none. */
export function list(value: Located, needs: string): readonly Located[] {
	if (Array.isArray(value.content)) return value.content;
	throw wrong(value, value.at, needs);
}

/** A text that is not empty; a number or a boolean is taken as it is written in JSON. */
export function text(value: Located, needs = "needs a text"): string {
	const { content } = value;
	if (typeof content === "string" && content !== "") return content;
	if (typeof content === "number" || typeof content === "bigint" || typeof content === "boolean")
		return String(content);
	throw wrong(value, value.at, needs);
}

/** One of these words. */
export function oneOf<const Word extends string>(value: Located, words: readonly Word[]): Word {
	const word = words.find((known) => known === value.content);
	if (word !== undefined) return word;
	throw wrong(value, value.at, `needs one of ${words.join(", ")}`);
}

/** A whole number from 0 to `max`. */
export function wholeNumber(value: Located, max: number): number {
	const { content } = value;
	if (typeof content === "number" && Number.isInteger(content) && content >= 0 && content <= max)
		return content;
	throw wrong(value, value.at, `needs a whole number from 0 to ${max}`);
}

/** The value without its places. */
export function plain({ content }: Located): unknown {
	if (content instanceof Map)
		return Object.fromEntries([...content].map(([key, { value }]) => [key, plain(value)]));
	return Array.isArray(content) ? content.map(plain) : content;
}

/** Where the key at the end of a dotted path, as `cloud.weather`, stands; the last one on it that is there. */
export function follow(value: Located, path: string): Position | null {
	let found: Position | null = null;
	let inner: Located | undefined = value;
	for (const key of path.split(".")) {
		const { content }: Located = inner;
		const entry: Entry | undefined = content instanceof Map ? content.get(key) : undefined;
		inner = Array.isArray(content) ? content[Number(key)] : entry?.value;
		if (inner === undefined) break;
		found = entry?.at ?? inner.at;
	}
	return found;
}
