/** What a ratio should be. */
export interface Aim {
	readonly sense: "at least" | "at most";
	readonly ratio: number;
}

/** One quantity of ours and of a baseline, measured in turns; figures of one index belong together. */
export interface Comparison {
	readonly name: string;
	readonly unit: string;
	readonly ours: readonly number[];
	readonly baseline: readonly number[];
	/** Null where the figure is for information. */
	readonly aim: Aim | null;
}

/** How long and how often things are measured. */
export interface Scale {
	readonly rounds: number;
	readonly roundMs: number;
	/** Idle connections of the memory measurements, which have few rounds: each needs fresh processes. */
	readonly idleClients: number;
	readonly idleRounds: number;
	readonly programStarts: number;
}

export interface Measurement {
	readonly name: string;
	run(scale: Scale): Promise<readonly Comparison[]>;
}

/** Runs both in turns, A B A B, so that what else the machine does meets both alike. */
export async function inTurns<T>(
	rounds: number,
	ours: (round: number) => Promise<T>,
	baseline: (round: number) => Promise<T>,
): Promise<{ readonly ours: readonly T[]; readonly baseline: readonly T[] }> {
	const results = { ours: [] as T[], baseline: [] as T[] };
	for (let round = 0; round < rounds; round++) {
		results.ours.push(await ours(round));
		results.baseline.push(await baseline(round));
	}
	return results;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
	const high = sorted[Math.floor(middle)] ?? Number.NaN;
	return (low + high) / 2;
}

/** Ours by the baseline: of the medians, and the least and greatest of single rounds. */
export function ratios({ ours, baseline }: Comparison): {
	readonly ratio: number;
	readonly low: number;
	readonly high: number;
} {
	const byRound = ours.map((value, i) => value / (baseline[i] ?? Number.NaN));
	return {
		ratio: median(ours) / median(baseline),
		low: Math.min(...byRound),
		high: Math.max(...byRound),
	};
}

export function isMet(comparison: Comparison): boolean | null {
	const { aim } = comparison;
	if (aim === null) return null;
	const { ratio } = ratios(comparison);
	return aim.sense === "at least" ? ratio >= aim.ratio : ratio <= aim.ratio;
}
