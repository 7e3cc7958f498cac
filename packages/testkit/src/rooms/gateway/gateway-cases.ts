import type { ConformanceCase } from "../../conformance.js";
import { authenticateCases } from "./authenticate-cases.js";
import { broadcastCases } from "./broadcast-cases.js";
import { chatCases } from "./chat-cases.js";
import { configCases } from "./config-cases.js";
import { connectCases } from "./connect-cases.js";
import { counterCases } from "./counter-cases.js";
import { counterValueCases } from "./counter-value-cases.js";
import { ephemeralCases } from "./ephemeral-cases.js";
import { handshakeCases } from "./handshake-cases.js";
import { httpCases } from "./http-cases.js";
import { lifeCases } from "./life-cases.js";
import { orderCases } from "./order-cases.js";
import { pollCases } from "./poll-cases.js";
import { profileCases } from "./profile-cases.js";
import { relayCases } from "./relay-cases.js";
import { sessionCases } from "./session-cases.js";
import { silenceCases } from "./silence-cases.js";
import { subscriptionCases } from "./subscription-cases.js";
import type { RoomsTarget } from "./target.js";

/** What a room gateway has to keep, seen from its clients. */
export const roomsGatewayCases: readonly ConformanceCase<RoomsTarget>[] = [
	...connectCases,
	...profileCases,
	...subscriptionCases,
	...chatCases,
	...pollCases,
	...ephemeralCases,
	...counterCases,
	...counterValueCases,
	...sessionCases,
	...handshakeCases,
	...authenticateCases,
	...configCases,
	...broadcastCases,
	...relayCases,
	...silenceCases,
	...httpCases,
	...orderCases,
	...lifeCases,
];
