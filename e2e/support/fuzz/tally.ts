/** Counts by kind. */
export class Tally {
	readonly #counts = new Map<string, number>();

	add(kind: string): void {
		this.#counts.set(kind, this.of(kind) + 1);
	}

	of(kind: string): number {
		return this.#counts.get(kind) ?? 0;
	}

	/** What was counted of other kinds. */
	unlike(...kinds: readonly string[]): readonly string[] {
		return [...this.#counts.keys()].filter((kind) => !kinds.includes(kind));
	}

	/** The most frequent first. */
	toString(): string {
		return [...this.#counts]
			.sort(([, a], [, b]) => b - a)
			.map(([kind, count]) => `${kind} ${count}`)
			.join(", ");
	}
}
