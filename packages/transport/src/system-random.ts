import type { Random } from "@gw-sim/core";

const words = new Uint32Array(256);
let used = words.length;

/** Unpredictable numbers from the platform's cryptographic generator, for ids and secrets too. */
export const systemRandom: Random = () => {
	if (used === words.length) {
		globalThis.crypto.getRandomValues(words);
		used = 0;
	}
	return (words[used++] ?? 0) / 4294967296;
};
