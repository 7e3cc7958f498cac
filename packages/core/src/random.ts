/** The only source of chance: a number in [0, 1) at each call. */
export type Random = () => number;

/**
 * A repeatable generator (sfc32): equal seeds give equal sequences on every platform.
 * Derive independent streams by naming them, as in `seededRandom(`${seed}/latency`)`.
 */
export function seededRandom(seed: string | number): Random {
	let [a, b, c, d] = hash128(String(seed));
	const next = (): number => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return (t >>> 0) / 4294967296;
	};
	// The first outputs still show the seed's structure.
	for (let i = 0; i < 12; i++) next();
	return next;
}

/** A whole number in [min, max]. */
export function integer(random: Random, min: number, max: number): number {
	return min + Math.floor(random() * (max - min + 1));
}

/** A version 4 UUID in lower case (RFC 9562 section 5.4). */
export function uuidV4(random: Random): string {
	const word = (): string =>
		Math.floor(random() * 65536)
			.toString(16)
			.padStart(4, "0");
	const time = ((Math.floor(random() * 65536) & 0x0fff) | 0x4000).toString(16);
	const clock = ((Math.floor(random() * 65536) & 0x3fff) | 0x8000).toString(16);
	return `${word()}${word()}-${word()}-${time}-${clock}-${word()}${word()}${word()}`;
}

/** cyrb128: spreads a text over four 32-bit words. */
function hash128(text: string): [number, number, number, number] {
	let a = 1779033703;
	let b = 3144134277;
	let c = 1013904242;
	let d = 2773480762;
	for (let i = 0; i < text.length; i++) {
		const k = text.charCodeAt(i);
		a = b ^ Math.imul(a ^ k, 597399067);
		b = c ^ Math.imul(b ^ k, 2869860233);
		c = d ^ Math.imul(c ^ k, 951274213);
		d = a ^ Math.imul(d ^ k, 2716044179);
	}
	a = Math.imul(c ^ (a >>> 18), 597399067);
	b = Math.imul(d ^ (b >>> 22), 2869860233);
	c = Math.imul(a ^ (c >>> 17), 951274213);
	d = Math.imul(b ^ (d >>> 19), 2716044179);
	return [(a ^ b ^ c ^ d) | 0, (b ^ a) | 0, (c ^ a) | 0, (d ^ a) | 0];
}
