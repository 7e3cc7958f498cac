import { type Dial, whatwgDial } from "@gw-sim/transport";

/** How a client connects in a browser: by the page's own WebSocket. */
export const defaultDial: Dial = (request) => whatwgDial(globalThis.WebSocket)(request);
