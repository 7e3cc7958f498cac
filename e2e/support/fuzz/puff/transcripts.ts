import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { judge } from "@gw-sim/testkit";
import { puffGatewayCases } from "@gw-sim/testkit/puff";
import { VirtualClock } from "@gw-sim/transport";
import { inVirtualTime } from "../../in-virtual-time.js";
import { Recording, type Transcript } from "../recording.js";

/** What the clients of the conformance kit's cases say to a gateway, case by case. */
export async function puffTranscripts(): Promise<readonly Transcript[]> {
	const transcripts: Transcript[] = [];
	for (const each of puffGatewayCases) {
		const clock = new VirtualClock();
		const random = seededRandom(each.id);
		const store = new MemoryStore({ clock, random });
		const host = new GatewayHost({ config: parseConfig(), store, clock, random, log: () => {} });
		const recording = new Recording(() => clock.now());
		const target = {
			url: "ws://host/socket",
			dial: recording.dial(hostDial(host, clock)),
			clock,
			patienceMs: Number.POSITIVE_INFINITY,
		};
		await inVirtualTime(clock, judge(each, target, clock));
		transcripts.push(recording.transcript(each.id));
	}
	return transcripts.filter(({ steps }) => steps.length > 0);
}
