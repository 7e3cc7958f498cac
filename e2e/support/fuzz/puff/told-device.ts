import { type Marked, type MarkedObject, numberIn } from "../marked-json.js";

/** How much of JSON there is. Which bytes count is left open, so that it may be a little more. */
interface Size {
	readonly keys: number;
	readonly least: number;
	readonly most: number;
}

interface Value {
	readonly marked: Marked;
	readonly least: number;
	readonly most: number;
}

/** What a device has told, key by key. */
export class ToldDevice {
	readonly #values = new Map<string, Value>();

	/** Whether its owner is only a watcher. */
	get isEmpty(): boolean {
		return this.#values.size === 0;
	}

	/** The number under `state`; null where there is none. */
	get state(): number | null {
		return stateIn(this.#values.get("state")?.marked);
	}

	get all(): Marked {
		const values = [...this.#values].map(([key, { marked }]) => [key, marked] as const);
		return Object.fromEntries(values);
	}

	/** What it would come to with more told; `raw` is the JSON text of each value. */
	sizeWith(raw: ReadonlyMap<string, string>): Size {
		const values = new Map<string, { readonly least: number; readonly most: number }>(this.#values);
		for (const [key, text] of raw) values.set(key, sized(key, text));
		const all = [...values.values()];
		const sum = (one: "least" | "most"): number =>
			all.reduce((total, value) => total + value[one], 0);
		// The braces, and a comma less than there are values.
		return { keys: values.size, least: sum("least"), most: sum("most") + 1 };
	}

	merge(d: MarkedObject, raw: ReadonlyMap<string, string>): void {
		for (const [key, marked] of Object.entries(d))
			this.#values.set(key, { marked, ...sized(key, raw.get(key) ?? "") });
	}

	clear(): void {
		this.#values.clear();
	}
}

export function stateIn(value: Marked | undefined): number | null {
	const digits = numberIn(value);
	return digits === null ? null : Number(digits);
}

/** With a colon and a comma: in UTF-8 at least, and at most what so many units can take. */
function sized(key: string, text: string): { readonly least: number; readonly most: number } {
	const member = `${JSON.stringify(key)}:${text},`;
	const isAscii = Buffer.byteLength(member) === member.length;
	return {
		least: Buffer.byteLength(member),
		most: isAscii ? member.length : 3 * member.length,
	};
}
