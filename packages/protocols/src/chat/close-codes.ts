import { type CloseCodeMeaning, standardCloseCodes } from "@gw-sim/core";

/** A close code's meaning, and the shortest time that a client then stays away. */
export interface ChatCloseCodeMeaning extends CloseCodeMeaning {
	/** 0 when absent. */
	readonly minWaitMs?: number;
}

/**
 * How a gateway closes and what a client does then. These numbers stand for other things than
 * Discord's: never mix the two tables.
 */
export const chatCloseCodes: Readonly<Record<number, ChatCloseCodeMeaning>> = {
	...standardCloseCodes,
	1001: { name: "going away", recovery: "resume" },
	1006: { name: "abnormal closure", recovery: "resume" },
	1008: { name: "refused (bad token, unknown or banned user)", recovery: "fatal" },
	1011: { name: "internal error", recovery: "resume" },
	1012: { name: "service restart", recovery: "resume" },
	4000: { name: "the payload was too large", recovery: "resume" },
	4001: { name: "timed out", recovery: "resume" },
	4002: { name: "too many payloads", recovery: "resume", minWaitMs: 5000 },
	4003: { name: "the gateway shuts down", recovery: "resume" },
};

/** A client closes a connection on which nothing comes back with this, which keeps its session. */
export const zombieCloseCode = 4001;

/** A gateway that restarts, and one that was sent too much, close as they have told the client before. */
export const restartCloseCode = 4003;
export const floodCloseCode = 4002;
