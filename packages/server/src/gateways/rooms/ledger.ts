/**
 * The polls or the counters of a room by id, in the order in which they came to be. A place is taken
 * before the store is asked, so that many who make new ones at once stay within the limit together.
 */
export class Ledger<T> implements Iterable<readonly [string, T]> {
	/** Null while it is being made. */
	readonly #items = new Map<string, T | null>();
	readonly #max: number;

	constructor(max: number) {
		this.#max = max;
	}

	/** Items and places that are taken. */
	get size(): number {
		return this.#items.size;
	}

	has(id: string): boolean {
		return this.#items.has(id);
	}

	/** Takes the place of a new item; false where there is none left. */
	reserve(id: string): boolean {
		if (this.#items.size >= this.#max) return false;
		this.#items.set(id, null);
		return true;
	}

	/** Gives a place back that no item came to. */
	abandon(id: string): void {
		if (this.#items.get(id) === null) this.#items.delete(id);
	}

	get(id: string): T | null {
		return this.#items.get(id) ?? null;
	}

	set(id: string, value: T): void {
		this.#items.set(id, value);
	}

	clear(): void {
		this.#items.clear();
	}

	*[Symbol.iterator](): Iterator<readonly [string, T]> {
		for (const [id, value] of this.#items) if (value !== null) yield [id, value];
	}
}
