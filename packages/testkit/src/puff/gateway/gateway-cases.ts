import type { ConformanceCase } from "../../conformance.js";
import { createCases } from "./create-cases.js";
import { deleteCases } from "./delete-cases.js";
import { deviceCases } from "./device-cases.js";
import { editCases } from "./edit-cases.js";
import { encodingCases } from "./encoding-cases.js";
import { frameCases } from "./frame-cases.js";
import { heartbeatCases } from "./heartbeat-cases.js";
import { heatingCases } from "./heating-cases.js";
import { helloCases } from "./hello-cases.js";
import { httpCases } from "./http-cases.js";
import { inquiryCases } from "./inquiry-cases.js";
import { joinCases } from "./join-cases.js";
import { leaveCases } from "./leave-cases.js";
import { listingCases } from "./listing-cases.js";
import { orderCases } from "./order-cases.js";
import { seshCases } from "./sesh-cases.js";
import type { PuffTarget } from "./target.js";
import { userCases } from "./user-cases.js";

/** What a puff gateway has to keep, seen from its clients. */
export const puffGatewayCases: readonly ConformanceCase<PuffTarget>[] = [
	...helloCases,
	...encodingCases,
	...frameCases,
	...heartbeatCases,
	...createCases,
	...joinCases,
	...leaveCases,
	...userCases,
	...editCases,
	...listingCases,
	...deviceCases,
	...inquiryCases,
	...heatingCases,
	...seshCases,
	...deleteCases,
	...httpCases,
	...orderCases,
];
