import type { Protocol } from "./gateway.js";

/** Where each protocol is on the shared port: as at its origin, where that has a path. */
export const endpointPaths: Readonly<Record<Protocol, string>> = {
	lock: "/socket/websocket",
	chat: "/chat",
	rooms: "/websocket",
	cloud: "/cloud",
	puff: "/socket",
};
