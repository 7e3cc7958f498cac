import { UsageError } from "@gw-sim/core";
import type { Protocol } from "@gw-sim/server";
import type { FleetDevice } from "@gw-sim/simulator-engine";
import { systemClock } from "@gw-sim/transport";

export interface FleetTerms {
	readonly url: string;
	readonly seed: string;
	/** Of the cloud; undefined for the default. */
	readonly secret: string | undefined;
	/** Of the chat, or of a lock's hub. */
	readonly token: string | undefined;
	/** Of rooms. */
	readonly room: string;
}

/** What makes the devices of a fleet; their numbers are in their names and seeds. */
export async function deviceMaker(
	protocol: Protocol,
	{ url, seed, secret, token, room }: FleetTerms,
): Promise<(number: number) => FleetDevice> {
	const clock = systemClock;
	const own = (number: number) => ({ url, clock, seed: `${seed}/${number}` });
	switch (protocol) {
		case "lock": {
			const { LockDevice } = await import("@gw-sim/simulator-lock");
			const auth = token === undefined ? {} : { authToken: token };
			return (number) => new LockDevice({ ...own(number), ...auth, serial: `fleet-${number}` });
		}
		case "chat": {
			if (token === undefined)
				throw new UsageError("a chat needs a token: give --token-file, --token or GW_SIM_TOKEN");
			const { ChatDevice } = await import("@gw-sim/simulator-chat");
			return (number) => new ChatDevice({ ...own(number), token, name: `fleet-${number}` });
		}
		case "rooms": {
			const { RoomDevice } = await import("@gw-sim/simulator-room");
			return (number) =>
				new RoomDevice({ ...own(number), room, name: `fleet-${number}`, subscribe: ["chat"] });
		}
		case "cloud": {
			const { CloudDevice } = await import("@gw-sim/simulator-cloud");
			const auth = secret === undefined ? {} : { secret };
			return (number) => new CloudDevice({ ...own(number), ...auth, name: `fleet-${number}` });
		}
		case "puff": {
			const { PuffDevice } = await import("@gw-sim/simulator-puff");
			return (number) => new PuffDevice({ ...own(number), name: `fleet-${number}` });
		}
	}
}
