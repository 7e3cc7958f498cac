import type { Clock } from "@gw-sim/core";
import { type Dial, memoryDial } from "@gw-sim/transport";
import type { GatewayHost } from "./host.js";

/**
 * Connects to a host in memory, as a client of its shared port would: with the host on a virtual
 * clock, whole conversations run as fast as the processor allows. A refused upgrade is a cut.
 * @example
 * const clock = new VirtualClock();
 * const host = new GatewayHost({ config: parseConfig(), store, clock, random, log: () => {} });
 * const lock = new LockClient({ url: "ws://hub/socket/websocket", serial: "X", clock, dial: hostDial(host, clock) });
 */
export function hostDial(host: GatewayHost, clock: Clock, remote = "memory"): Dial {
	return memoryDial(clock, async (socket, url) => {
		const { pathname, searchParams, host: name } = new URL(url);
		const verdict = await host.admit(
			{ path: pathname, query: searchParams, origin: null, host: name, cookie: null, offered: [] },
			remote,
			null,
		);
		if (verdict.ok) verdict.accept(socket);
		else socket.terminate();
	});
}
