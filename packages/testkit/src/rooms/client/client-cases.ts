import type { ConformanceCase } from "../../conformance.js";
import { conversationCases } from "./conversation-cases.js";
import { returnCases } from "./return-cases.js";
import type { RoomsClientTarget } from "./target.js";
import { toleranceCases } from "./tolerance-cases.js";

/** What a room client has to keep, seen from a gateway. */
export const roomsClientCases: readonly ConformanceCase<RoomsClientTarget>[] = [
	...conversationCases,
	...returnCases,
	...toleranceCases,
];
