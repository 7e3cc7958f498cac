/** WebSockets of Node by `ws`: dialling out, and the server's end of an accepted one. */
export { acceptedSocket } from "./accept.js";
export { type WsDialOptions, wsDial } from "./dial.js";
export { tightLimits } from "./limits.js";
