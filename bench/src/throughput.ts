import type { Aim, Comparison } from "./comparison.js";
import type { ServerProcess } from "./server-process.js";

/** One round of work: how fast it went, and what it cost the server. */
export interface Throughput {
	readonly perSecond: number;
	readonly cpuMicrosEach: number;
}

/** Times a round of work that tells how much it got done. */
export async function timed(
	server: ServerProcess,
	work: () => Promise<number>,
): Promise<Throughput> {
	const before = await server.usage({ settle: false });
	const started = performance.now();
	const done = await work();
	const seconds = (performance.now() - started) / 1000;
	const after = await server.usage({ settle: false });
	return {
		perSecond: done / seconds,
		cpuMicrosEach: (after.cpuMicros - before.cpuMicros) / done,
	};
}

/**
 * The rate, and the server's CPU time for each operation, which load on the rest of the machine
 * and a slow client blur less.
 */
export function throughputRows(
	name: string,
	unit: string,
	aim: Aim | null,
	rounds: { readonly ours: readonly Throughput[]; readonly baseline: readonly Throughput[] },
): readonly Comparison[] {
	const pick = (key: keyof Throughput): Pick<Comparison, "ours" | "baseline"> => ({
		ours: rounds.ours.map((round) => round[key]),
		baseline: rounds.baseline.map((round) => round[key]),
	});
	return [
		{ name, unit: `${unit}/s`, aim, ...pick("perSecond") },
		{ name: `${name}: server CPU`, unit: `us/${unit}`, aim: null, ...pick("cpuMicrosEach") },
	];
}
