import { integer, seededRandom } from "@gw-sim/core";

/** The serial of a lock that was given none: `lock-NNNN`, as the original firmware's host names. */
export function lockSerial(seed: string | number): string {
	const number = integer(seededRandom(`${seed}/serial`), 0, 9999);
	return `lock-${String(number).padStart(4, "0")}`;
}
