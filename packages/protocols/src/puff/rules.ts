/** How often a client shows that it is there, as a gateway's hello asks it to. */
export const defaultHeartbeatIntervalMs = 25_000;
/** Without a frame of the client for so long a gateway closes its connection. */
export const defaultIdleTimeoutMs = 60_000;
/** A group that the last member has left goes after so long. */
export const defaultEmptyGroupTtlMs = 10_000;
/** A group that nobody ever joined goes after so long. */
export const defaultUnjoinedGroupTtlMs = 30_000;
