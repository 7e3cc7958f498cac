import type { ExactJsonObject } from "@gw-sim/core";

/** The heartbeat of either side; the documents ask for exactly this. */
export const heartbeatFrame = '{"f":120}';

/** The name of a 130's event: the documents call the key `t`, their only example `e`. */
export function eventNameIn({ e, t }: ExactJsonObject): string | null {
	const name = e ?? t;
	return typeof name === "string" ? name : null;
}
