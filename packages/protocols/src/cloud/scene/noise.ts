import type { Chance } from "./chance.js";

/** Smooth value noise over a plane, 0 to 1, with features about as large as one. */
export function noise(chance: Chance, x: number, y: number): number {
	const left = Math.floor(x);
	const top = Math.floor(y);
	const right = eased(x - left);
	const down = eased(y - top);
	const upper = between(chance(left, top), chance(left + 1, top), right);
	const lower = between(chance(left, top + 1), chance(left + 1, top + 1), right);
	return between(upper, lower, down);
}

/** A wave from 0 to 1 and back that begins at 0. */
export function wave(timeMs: number, periodMs: number): number {
	return (1 - Math.cos((2 * Math.PI * timeMs) / periodMs)) / 2;
}

function between(from: number, to: number, share: number): number {
	return from + (to - from) * share;
}

function eased(share: number): number {
	return share * share * (3 - 2 * share);
}
