import { integer, type Random } from "@gw-sim/core";

/** One of some, each as likely as the others. */
export function pick<T>(random: Random, all: readonly T[]): T {
	const at = integer(random, 0, all.length - 1);
	for (const one of all.slice(at, at + 1)) return one;
	throw new Error("nothing to pick from");
}

/** One of some makers, as often as its weight asks for, and what it makes. */
export function weighted<T>(
	random: Random,
	makers: readonly (readonly [weight: number, make: () => T])[],
): T {
	let left = random() * makers.reduce((sum, [weight]) => sum + weight, 0);
	for (const [weight, make] of makers) {
		left -= weight;
		if (left < 0) return make();
	}
	throw new Error("nothing to choose from");
}

/** True in one of `times` cases. */
export function oneIn(random: Random, times: number): boolean {
	return random() * times < 1;
}
