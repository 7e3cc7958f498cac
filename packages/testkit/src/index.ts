/** What every conformance battery is made of: rules as cases, raw peers, patterns of frames. */
export {
	type CaseResult,
	type ConformanceCase,
	ConformanceFailure,
	type ConformanceRun,
	judge,
	runConformance,
	type Verdict,
} from "./conformance.js";
export {
	anyInteger,
	anyObject,
	anyText,
	anything,
	including,
	type Matcher,
	matches,
	oneOf,
	type Pattern,
	showPattern,
	textLike,
} from "./pattern.js";
export { Peer, type PeerOptions } from "./peer.js";
export { type Arrival, RawGateway } from "./raw-gateway.js";
