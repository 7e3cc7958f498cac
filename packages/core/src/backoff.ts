/** Waiting times between attempts, in milliseconds; the last one repeats. */
export type BackoffSteps = readonly [number, ...number[]];

/** How devices reconnect: 1, 2, 5, 10, then 15 s. */
export const deviceBackoffSteps: BackoffSteps = [1000, 2000, 5000, 10_000, 15_000];

/** Devices wait up to half a step longer, so that a restarted hub does not meet them all at once. */
export const deviceBackoffSpread = 0.5;

/** The step for the attempt after `failures` failures in a row (0 for the first). */
export function backoffStepMs(steps: BackoffSteps, failures: number): number {
	return steps[Math.min(failures, steps.length - 1)] ?? steps[0];
}

/** `ms` lengthened by a random fraction in [0, spread); never shorter than `ms`. */
export function spreadMs(ms: number, spread: number, random: () => number): number {
	return ms * (1 + random() * spread);
}
