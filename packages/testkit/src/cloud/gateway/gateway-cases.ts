import type { ConformanceCase } from "../../conformance.js";
import { configPageCases } from "./config-page-cases.js";
import { controlCases } from "./control-cases.js";
import { deadlineCases } from "./deadline-cases.js";
import { displayCases } from "./display-cases.js";
import { heartbeatCases } from "./heartbeat-cases.js";
import { ignoredCases } from "./ignored-cases.js";
import { pingCases } from "./ping-cases.js";
import { repeatCases } from "./repeat-cases.js";
import { secretCases } from "./secret-cases.js";
import { shutdownCases } from "./shutdown-cases.js";
import type { CloudTarget } from "./target.js";
import { wireCases } from "./wire-cases.js";

/** What a gateway of lamps has to keep, by theme. */
export const cloudGatewayCases: readonly ConformanceCase<CloudTarget>[] = [
	...secretCases,
	...deadlineCases,
	...pingCases,
	...ignoredCases,
	...displayCases,
	...repeatCases,
	...heartbeatCases,
	...configPageCases,
	...controlCases,
	...wireCases,
	...shutdownCases,
];
