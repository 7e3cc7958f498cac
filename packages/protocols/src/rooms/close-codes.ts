import { type CloseCodeTable, standardCloseCodes } from "@gw-sim/core";

/** How a room server closes. A client comes back after every code: its session goes on. */
export const roomsCloseCodes: CloseCodeTable = {
	...standardCloseCodes,
	1001: { name: "closed by the server for being idle", recovery: "resume" },
	1005: { name: "closed by the server, as after a close message", recovery: "resume" },
	1006: { name: "cut", recovery: "resume" },
	1008: { name: "too many messages", recovery: "resume" },
	1009: { name: "a message was too big", recovery: "resume" },
	1012: { name: "the server restarts", recovery: "resume" },
};

export const idleCloseCode = 1001;
export const floodCloseCode = 1008;
export const restartCloseCode = 1012;
