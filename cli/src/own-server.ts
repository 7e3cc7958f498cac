import { seededRandom } from "@gw-sim/core";
import { parseConfig, type ReferenceServer, type ServerConfig, startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { systemClock, systemRandom } from "@gw-sim/transport";

/**
 * A reference server inside this process, on a free loopback port and with state in memory, for a
 * device that was given no `--url`.
 */
export function startOwnServer(
	seed: string | undefined,
	config: ServerConfig = parseConfig(),
): Promise<ReferenceServer> {
	const random = seed === undefined ? systemRandom : seededRandom(`${seed}/server`);
	return startServer({ store: new MemoryStore({ clock: systemClock, random }), config, random });
}
