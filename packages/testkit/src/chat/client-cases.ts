import type { ConformanceCase } from "../conformance.js";
import { clientEventCases } from "./client-event-cases.js";
import { clientOpeningCases } from "./client-opening-cases.js";
import { clientReturnCases } from "./client-return-cases.js";
import type { ChatClientTarget } from "./client-target.js";

/** What a client of the protocol `chat` has to keep, by theme. */
export const chatClientCases: readonly ConformanceCase<ChatClientTarget>[] = [
	...clientOpeningCases,
	...clientEventCases,
	...clientReturnCases,
];
