/** Rules of puff gateways, seen from clients, and rules of their clients, seen from a gateway. */
export { puffClientCases } from "./client/client-cases.js";
export type {
	ClientHearing,
	ClientUnderTest,
	ClientUser,
	PuffClientTarget,
} from "./client/target.js";
export { puffGatewayCases } from "./gateway/gateway-cases.js";
export type {
	HandshakeAnswer,
	HttpAnswer,
	PingingConnection,
	PuffTarget,
} from "./gateway/target.js";
