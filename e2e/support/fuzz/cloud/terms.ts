import type { CloudConfig } from "@gw-sim/server";

/** What lamps and their gateway agree on. */
export interface CloudTerms
	extends Pick<CloudConfig, "secret" | "handshakeTimeoutMs" | "repeatMs" | "heartbeatTimeoutMs"> {
	/** How long it takes to keep a change. */
	readonly latencyMs: number;
}

/** How often the gateway pings each lamp. */
export const pingIntervalMs = 30_000;
