import type { ConformanceCase } from "../../conformance.js";
import { commandCases } from "./command-cases.js";
import { openingCases } from "./opening-cases.js";
import { packetCases } from "./packet-cases.js";
import { pingCases } from "./ping-cases.js";
import { returnCases } from "./return-cases.js";
import type { CloudClientTarget } from "./target.js";
import { toleranceCases } from "./tolerance-cases.js";

/** What a lamp has to keep, seen from a gateway. */
export const cloudClientCases: readonly ConformanceCase<CloudClientTarget>[] = [
	...openingCases,
	...pingCases,
	...returnCases,
	...packetCases,
	...commandCases,
	...toleranceCases,
];
