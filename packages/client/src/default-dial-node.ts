import type { Dial } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";

/** How a client connects in Node: by `ws`, which tells why a connection failed. */
export const defaultDial: Dial = wsDial();
