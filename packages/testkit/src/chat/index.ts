/** The batteries of the protocol `chat`: what a gateway has to keep, and what a client has to. */
export { chatClientCases } from "./client-cases.js";
export type { ChatClientTarget, ClientHearing, ClientUnderTest } from "./client-target.js";
export { chatGatewayCases } from "./gateway-cases.js";
export type { ChatTarget, ChatTokens } from "./target.js";
