import type { Random } from "@gw-sim/core";

/** Samples that are kept; of more, a random choice. */
const maxSamples = 100_000;

/** A summary in milliseconds; null where nothing was measured. */
export interface LatencySummary {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
}

/** Durations of which any number may come. */
export class Latencies {
	readonly #random: Random;
	readonly #samples: number[] = [];
	#count = 0;
	#max = 0;

	constructor(random: Random) {
		this.#random = random;
	}

	add(ms: number): void {
		this.#count++;
		this.#max = Math.max(this.#max, ms);
		if (this.#samples.length < maxSamples) {
			this.#samples.push(ms);
			return;
		}
		// Every sample so far has the same chance to be among those that are kept.
		const place = Math.floor(this.#random() * this.#count);
		if (place < maxSamples) this.#samples[place] = ms;
	}

	summary(): LatencySummary | null {
		if (this.#count === 0) return null;
		const sorted = this.#samples.toSorted((a, b) => a - b);
		// Nearest rank: with few samples a high quantile is the greatest of them.
		const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
		return { count: this.#count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: this.#max };
	}
}
