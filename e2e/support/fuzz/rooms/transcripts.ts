import { createHash } from "node:crypto";
import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { judge } from "@gw-sim/testkit";
import { roomsGatewayCases } from "@gw-sim/testkit/rooms";
import { VirtualClock } from "@gw-sim/transport";
import { inVirtualTime } from "../../in-virtual-time.js";
import { Recording, type Transcript } from "../recording.js";
import { signingKey } from "./arena.js";

/** What the clients of the conformance kit's cases say to a room server, case by case. */
export async function roomsTranscripts(): Promise<readonly Transcript[]> {
	const transcripts: Transcript[] = [];
	for (const each of roomsGatewayCases) {
		const clock = new VirtualClock();
		const random = seededRandom(each.id);
		const store = new MemoryStore({ clock, random });
		const config = parseConfig({ rooms: { signingKey } });
		const host = new GatewayHost({ config, store, clock, random, log: () => {} });
		const recording = new Recording();
		let rooms = 0;
		const target = {
			url: "ws://host/websocket",
			dial: recording.dial(hostDial(host, clock)),
			clock,
			// Every case plays in the room that is watched, if it needs but one.
			freshRoom: () => `den-${++rooms}`,
			signingKey,
			sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
			maxDepth: config.limits.depth,
		};
		await inVirtualTime(clock, judge(each, target, clock));
		transcripts.push(recording.transcript(each.id));
	}
	return transcripts.filter(({ steps }) => steps.length > 0);
}
