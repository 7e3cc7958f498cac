/** Rules of room gateways, seen from clients, and rules of their clients, seen from a gateway. */
export { roomsClientCases } from "./client/client-cases.js";
export type { ClientUnderTest, RoomsClientTarget } from "./client/target.js";
export { roomsGatewayCases } from "./gateway/gateway-cases.js";
export type { HandshakeAnswer, HttpAnswer, RoomsTarget } from "./gateway/target.js";
