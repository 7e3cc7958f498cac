import type { Weather } from "./messages.js";
import { clamp, maxIntensity, maxPulse } from "./rules.js";

/** The weather whose intensity servers compute, up to 10; that of the others ends at 9. */
const upToTen: ReadonlySet<number> = new Set([1, 2, 4]);

/** How strong a weather is, 0 to 1; 0 is the weakest there is of it, not darkness. */
export function weatherStrength({ weather, intensity }: Weather): number {
	const strongest = upToTen.has(weather) ? maxIntensity : maxIntensity - 1;
	return clamp(intensity, strongest) / strongest;
}

/**
 * The brightness of a pulsing colour, 0 to 1, some milliseconds after it was first shown: a sine
 * from full brightness down by a tenth for each step of the pulse, the faster the stronger, from
 * 4 s to 0.8 s. Steady with a pulse of 0.
 */
export function pulseBrightness(pulse: number, elapsedMs: number): number {
	const p = clamp(pulse, maxPulse);
	const periodMs = 4400 - 400 * p;
	const depth = p / 10;
	return 1 - (depth * (1 - Math.cos((2 * Math.PI * elapsedMs) / periodMs))) / 2;
}
