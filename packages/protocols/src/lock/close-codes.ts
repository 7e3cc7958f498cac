import { type CloseCodeTable, standardCloseCodes } from "@gw-sim/core";

/**
 * How a hub closes and what a lock does then: it always comes back, by the same schedule, since a
 * lock that stays away locks people out. Measured on Phoenix 1.7.24 and 1.8.12.
 */
export const lockCloseCodes: CloseCodeTable = {
	...standardCloseCodes,
	1000: {
		name: "closed by the hub (idle or disconnected, before Phoenix 1.8.8)",
		recovery: "reconnect",
	},
	1001: { name: "closed by the hub (idle or disconnected)", recovery: "reconnect" },
	1008: { name: "too many messages", recovery: "reconnect" },
	1011: { name: "the hub could not read a frame", recovery: "reconnect" },
	1012: { name: "the hub restarts", recovery: "reconnect" },
};

/**
 * Idle locks are sent away with 1001: Cowboy's own 1000 would keep JavaScript clients up to 1.8.15
 * from ever reconnecting.
 */
export const idleCloseCode = 1001;
export const restartCloseCode = 1012;
export const floodCloseCode = 1008;
