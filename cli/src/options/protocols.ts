import type { Protocol } from "@gw-sim/server";

/** Every protocol, by the name that command lines use. */
export const protocols: readonly Protocol[] = ["lock", "rooms", "chat", "cloud", "puff"];
