import { RoomsClient, type RoomsClientOptions } from "@gw-sim/client/rooms";
import { seededRandom } from "@gw-sim/core";
import { RawGateway } from "@gw-sim/testkit";
import type { RoomsClientTarget } from "@gw-sim/testkit/rooms";
import { type Dial, VirtualClock } from "@gw-sim/transport";

interface ClientTarget extends RoomsClientTarget {
	readonly clock: VirtualClock;
}

/** RoomsClients in memory and virtual time, with options and a dial of their own. */
export function clientTarget(
	options: Partial<RoomsClientOptions> = {},
	wrap: (dial: Dial) => Dial = (dial) => dial,
): ClientTarget {
	const clock = new VirtualClock();
	const gateway = new RawGateway({ clock });
	const room = "salle \u00e0 manger & co";
	return {
		clock,
		gateway,
		room,
		start() {
			const client = new RoomsClient({
				url: "ws://gateway/websocket?lang=fr",
				room,
				dial: wrap(gateway.dial),
				clock,
				random: seededRandom("conformance"),
				...options,
			});
			client.connect().catch(() => {});
			return {
				subscribe: (event, id) => client.subscribe(event, id),
				send: (type, data) => client.send(type, data as never),
				stop: () => client.disconnect(),
			};
		},
	};
}
