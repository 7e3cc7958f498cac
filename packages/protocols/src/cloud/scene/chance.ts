/**
 * A number in [0, 1) that follows from a seed and where it is asked for: the same each time, and
 * without a relation to its neighbours, so that any moment of a scene can be drawn without those
 * before it. Coordinates are taken modulo 2^32.
 */
export type Chance = (x: number, y: number) => number;

/** Chance for one purpose; those of different names have nothing to do with each other. */
export function chance(seed: string | number, name: string): Chance {
	const base = hash(`${seed}/${name}`);
	return (x, y) => scramble(scramble(base ^ (x | 0)) ^ (y | 0)) / 4_294_967_296;
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
	let h = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
	return h;
}

/** The finalizer of MurmurHash3 after a step of the golden ratio, by which 0 does not stay 0. */
function scramble(value: number): number {
	let h = (value + 0x9e3779b9) | 0;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
