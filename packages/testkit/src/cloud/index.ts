/** Rules of lamp gateways, seen from lamps, and rules of lamps, seen from a gateway. */
export { cloudClientCases } from "./client/client-cases.js";
export type { ClientUnderTest, CloudClientTarget } from "./client/target.js";
export { cloudGatewayCases } from "./gateway/gateway-cases.js";
export type { ByteStream, CloudTarget, HttpAnswer, HttpRequest } from "./gateway/target.js";
export type { Shown, ShownColor, ShownWeather } from "./shown.js";
