import type { Clock, Random } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import type { VirtualClock } from "@gw-sim/transport";

interface Bounds {
	readonly logLength?: number;
	readonly logSize?: number;
	readonly idleRooms?: number;
	readonly idleSize?: number;
	readonly maxSessions?: number;
	readonly listenerFailed?: (error: unknown) => void;
}

/** Makes an empty store; whatever it needs beside it is cleaned up when the test ends. */
export type Factory = (
	options: Bounds & { readonly clock: Clock; readonly random: Random },
) => Promise<Store>;

export interface Bench {
	readonly clock: VirtualClock;
	/** A store that the end of the test closes. */
	open(bounds?: Bounds): Promise<Store>;
}

/** Texts that trip up plain objects, separators and encodings. */
export const hostileNames: readonly string[] = [
	"",
	"__proto__",
	"constructor",
	"toString",
	"a\0b",
	'","',
	"[",
	"!format",
	"\ud800",
	"玄関 🔒",
];

/** Resolves once `done()` holds; the test's own time limit ends a wait in vain. */
export async function until(done: () => boolean): Promise<void> {
	while (!done()) await new Promise((resolve) => setImmediate(resolve));
}
