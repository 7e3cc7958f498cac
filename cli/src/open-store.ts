import type { Random } from "@gw-sim/core";
import { MemoryStore, type Store } from "@gw-sim/store";
import { systemClock } from "@gw-sim/transport";

/** The durable store in `folder`, or one in memory without. */
export async function openStore(folder: string | undefined, random: Random): Promise<Store> {
	if (folder === undefined) return new MemoryStore({ clock: systemClock, random });
	const { openEmbeddedStore } = await import("@gw-sim/store/embedded");
	return openEmbeddedStore({ folder, clock: systemClock, random });
}
