import type { Clock } from "@gw-sim/core";
import type { Limits } from "../../config.js";
import type { RoomsConfig } from "./config.js";
import type { Room } from "./room.js";

/** What all sockets of the gateway have in common. */
export interface SessionTerms {
	readonly config: RoomsConfig;
	readonly limits: Limits;
	readonly clock: Clock;
	/** Calls each socket when it is time to ping it. */
	readonly pings: { add(ping: () => void): () => void };
	/** A socket is on its way into a room, or gone from it. */
	readonly entered: (room: Room) => void;
	readonly left: (room: Room) => void;
}
