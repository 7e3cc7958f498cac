import type { ConformanceCase } from "../conformance.js";
import { banCases } from "./ban-cases.js";
import { frameCases } from "./frame-cases.js";
import { greetingCases } from "./greeting-cases.js";
import { heartbeatCases } from "./heartbeat-cases.js";
import { limitCases } from "./limit-cases.js";
import { messageCases } from "./message-cases.js";
import { nameCases } from "./name-cases.js";
import { numberCases } from "./number-cases.js";
import { presenceCases } from "./presence-cases.js";
import { resumeCases } from "./resume-cases.js";
import { resumeRefusalCases } from "./resume-refusal-cases.js";
import { roomCases } from "./room-cases.js";
import { shutdownCases } from "./shutdown-cases.js";
import type { ChatTarget } from "./target.js";
import { tokenCases } from "./token-cases.js";

/** What a gateway of the protocol `chat` has to keep, by theme. */
export const chatGatewayCases: readonly ConformanceCase<ChatTarget>[] = [
	...greetingCases,
	...tokenCases,
	...frameCases,
	...heartbeatCases,
	...limitCases,
	...nameCases,
	...numberCases,
	...messageCases,
	...roomCases,
	...presenceCases,
	...banCases,
	...resumeCases,
	...resumeRefusalCases,
	...shutdownCases,
];
