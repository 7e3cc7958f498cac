import { integer, seededRandom } from "@gw-sim/core";

/** The name of a puff that was given none: `puff-NNNN`. */
export function puffName(seed: string | number): string {
	const number = integer(seededRandom(`${seed}/name`), 0, 9999);
	return `puff-${String(number).padStart(4, "0")}`;
}
