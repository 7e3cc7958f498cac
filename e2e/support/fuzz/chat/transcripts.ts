import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { judge } from "@gw-sim/testkit";
import { type ChatTokens, chatGatewayCases } from "@gw-sim/testkit/chat";
import { VirtualClock } from "@gw-sim/transport";
import { inVirtualTime } from "../../in-virtual-time.js";
import { Recording, type Transcript } from "../recording.js";
import { admin, chatSettings, guests, sign, tokenOf, victims } from "./people.js";

const [one, two, , bot] = guests.map(tokenOf);

const tokens: ChatTokens = {
	user: one ?? "",
	other: two ?? "",
	admin: tokenOf(admin),
	bot: bot ?? "",
	banned: tokenOf({ type: "user", id: "77" }),
	unknownUser: tokenOf({ type: "user", id: "42" }),
	unknownBot: tokenOf({ type: "bot", id: "42" }),
	victims: victims.slice(0, 3).map(tokenOf),
};

/** What the clients of the conformance kit's cases say to a gateway, case by case. */
export async function chatTranscripts(): Promise<readonly Transcript[]> {
	const transcripts: Transcript[] = [];
	for (const each of chatGatewayCases) {
		const clock = new VirtualClock();
		const random = seededRandom(each.id);
		const store = new MemoryStore({ clock, random });
		const config = parseConfig({ chat: chatSettings });
		const host = new GatewayHost({ config, store, clock, random, log: () => {} });
		const recording = new Recording();
		const target = {
			url: "ws://host/chat",
			dial: recording.dial(hostDial(host, clock)),
			clock,
			tokens,
			sign,
			patienceMs: Number.POSITIVE_INFINITY,
		};
		await inVirtualTime(clock, judge(each, target, clock));
		transcripts.push(recording.transcript(each.id));
	}
	return transcripts.filter(({ steps }) => steps.length > 0);
}
