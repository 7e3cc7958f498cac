import type { Clock } from "@gw-sim/core";
import type { Limits } from "../../config.js";
import type { SharedTimeout } from "../../shared-timeout.js";
import type { RoomsConfig } from "./config.js";
import type { Room } from "./room.js";
import type { RoomsSession } from "./session.js";

/** What all sockets of the gateway have in common. */
export interface SessionTerms {
	readonly config: RoomsConfig;
	readonly limits: Limits;
	readonly clock: Clock;
	/** Calls each socket that is armed when it is time to ping it; null where nobody is pinged. */
	readonly pings: SharedTimeout<RoomsSession> | null;
	/** A socket is on its way into a room, or gone from it. */
	readonly entered: (room: Room) => void;
	readonly left: (room: Room) => void;
}
