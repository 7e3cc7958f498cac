/**
 * Texts by key. Most such maps hold one entry, which is kept here without the table of a `Map`: that
 * takes three times as much memory as all the rest.
 */
export class SmallMap implements Iterable<[string, string]> {
	#key = "";
	/** Null where there is no entry, or where there is a table. */
	#value: string | null = null;
	/** All entries, where there is more than one. */
	#table: Map<string, string> | null = null;

	get size(): number {
		return this.#table?.size ?? (this.#value === null ? 0 : 1);
	}

	get(key: string): string | undefined {
		if (this.#table !== null) return this.#table.get(key);
		return this.#value !== null && this.#key === key ? this.#value : undefined;
	}

	set(key: string, value: string): void {
		if (this.#table !== null) this.#table.set(key, value);
		else if (this.#value === null || this.#key === key) {
			this.#key = key;
			this.#value = value;
		} else {
			this.#table = new Map(this).set(key, value);
			this.#value = null;
		}
	}

	delete(key: string): void {
		if (this.#table === null) {
			if (this.#key === key) this.#value = null;
			return;
		}
		this.#table.delete(key);
		if (this.#table.size > 1) return;
		const [last] = this.#table;
		if (last !== undefined) [this.#key, this.#value] = last;
		this.#table = null;
	}

	*[Symbol.iterator](): Iterator<[string, string]> {
		if (this.#table !== null) yield* this.#table;
		else if (this.#value !== null) yield [this.#key, this.#value];
	}
}
