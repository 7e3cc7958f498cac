import { type ClientMutant, clientLinkMutants } from "./client.js";
import { clientPacketMutants } from "./client-packets.js";
import { displayMutants } from "./display.js";
import type { CloudMutant } from "./mutant.js";
import { pageMutants } from "./pages.js";
import { rhythmMutants } from "./rhythm.js";
import { secretMutants } from "./secret.js";
import { talkMutants } from "./talk.js";

export { answers, type CloudMutant, mutatedDial } from "./mutant.js";
export { slowWireMutants, wireMutants } from "./wire.js";

/** Those that show in memory, too. */
export const gatewayMutants: readonly CloudMutant[] = [
	...secretMutants,
	...talkMutants,
	...displayMutants,
	...rhythmMutants,
	...pageMutants,
];

export const clientMutants: readonly ClientMutant[] = [
	...clientLinkMutants,
	...clientPacketMutants,
];
