import { type CloseCodeTable, standardCloseCodes } from "@gw-sim/core";

/** How a cloud server closes. A lamp comes back after every code: there is nobody to switch it on. */
export const cloudCloseCodes: CloseCodeTable = {
	...standardCloseCodes,
	1005: { name: "closed by the server without a code", recovery: "reconnect" },
	1006: { name: "cut", recovery: "reconnect" },
	1008: { name: "the secret was wrong, late, or not the first frame", recovery: "reconnect" },
	1009: { name: "a message was too big", recovery: "reconnect" },
	1012: { name: "the server restarts", recovery: "reconnect" },
	1015: { name: "the secret was wrong", recovery: "reconnect" },
};

/**
 * A wrong secret, or none in time. The original sends 1015, which no WebSocket may send: its lamps
 * see a broken frame.
 */
export const refusedCloseCode = 1008;
export const floodCloseCode = 1008;
export const restartCloseCode = 1012;
