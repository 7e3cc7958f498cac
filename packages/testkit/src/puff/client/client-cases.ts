import type { ConformanceCase } from "../../conformance.js";
import { conversationCases } from "./conversation-cases.js";
import { heartbeatCases } from "./heartbeat-cases.js";
import { returnCases } from "./return-cases.js";
import type { PuffClientTarget } from "./target.js";
import { toleranceCases } from "./tolerance-cases.js";

/** What a puff client has to keep, seen from a gateway. */
export const puffClientCases: readonly ConformanceCase<PuffClientTarget>[] = [
	...conversationCases,
	...heartbeatCases,
	...returnCases,
	...toleranceCases,
];
