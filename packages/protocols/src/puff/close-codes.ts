import { type CloseCodeTable, standardCloseCodes } from "@gw-sim/core";

/** Without a frame for the idle time. */
export const idleCloseCode = 1000;
/** A binary frame that holds no compressed JSON. */
export const badFrameCloseCode = 1011;
export const floodCloseCode = 1008;
export const restartCloseCode = 1012;
/** Without a heartbeat, where a gateway insists on them. */
export const heartbeatCloseCode = 4002;

/** How gateways of any version close. A client comes back to its group after every other code. */
export const puffCloseCodes: CloseCodeTable = {
	...standardCloseCodes,
	1000: { name: "closed by the gateway, as for being idle", recovery: "reconnect" },
	1008: { name: "too many messages", recovery: "reconnect" },
	1012: { name: "the gateway restarts", recovery: "reconnect" },
	4001: { name: "invalid session to resume", recovery: "reconnect" },
	4002: { name: "heartbeat not received", recovery: "reconnect" },
	4003: { name: "user suspended", recovery: "fatal" },
	4006: { name: "the page was left", recovery: "reconnect" },
};
