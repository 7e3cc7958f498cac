import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { anyInteger, anything, including, type Pattern } from "../../pattern.js";
import { chatFrame, profileFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

const ping: Pattern = { type: "ping", data: anyInteger };

export const lifeCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"close-on-request",
		'A client that sends {"type":"close"} is closed by the gateway, without a code',
		async (room) => {
			const a = await room.enter();
			a.say("close");
			await a.closed(1005);
		},
	),
	gatewayCase("leaving-is-silent", "Nobody is told when somebody comes or goes", async (room) => {
		const [a, b, c] = await room.enterAll(3);
		await a.saySettled(["subscribe", "chat"], ["subscribe", "poll"]);
		await b.leave();
		c.cut();
		const d = await room.enter();
		await a.quiet();
		d.say("chat", "m");
		await a.expect(chatFrame("m", d.suffix));
	}),
	gatewayCase("room-goes-on", "The others go on hearing when one of them is lost", async (room) => {
		const [a, b, c] = await room.enterAll(3);
		await a.saySettled(["subscribe", "chat"]);
		await c.saySettled(["subscribe", "chat"]);
		c.cut();
		b.say("chat", "m");
		await a.expect(chatFrame("m", b.suffix));
	}),
	gatewayCase(
		"payload-limit",
		"A message beyond the size limit closes its connection with 1009; one within it does not",
		async (room) => {
			const { maxPayloadBytes = 0 } = room.target;
			const [a, b] = await room.enterAll(2);
			const frame = (bytes: number): string => `{"type":"nope","data":"${"x".repeat(bytes)}"}`;
			const overhead = frame(0).length;
			a.raw(frame(maxPayloadBytes - overhead));
			await a.settle();
			b.raw(frame(maxPayloadBytes - overhead + 1));
			await b.closed(1009);
		},
		"maxPayloadBytes",
	),
	gatewayCase(
		"server-pings",
		"The gateway sends every connection a ping with the time of day, again and again",
		async (room) => {
			const { pingIntervalMs = 0, clock, dial, waitMs = 4000 } = room.target;
			const peer = await room.open({ dial, waitMs: 2 * pingIntervalMs + waitMs });
			await peer.expect(including({ type: "config", data: anything }));
			await peer.expect(profileFrame({ id: anything, suffix: 1 }));
			// The gateway's own times: when a frame is read here says less of when it was sent.
			let last: number | null = null;
			for (const _ of [1, 2, 3]) {
				const { data } = (await peer.expect(ping)) as { readonly data: number };
				if (Math.abs(data - clock.wallTime()) > 3_600_000)
					throw new ConformanceFailure(`${data} is not the time of day in milliseconds`);
				const after = data - (last ?? data - pingIntervalMs);
				if (after < 0.8 * pingIntervalMs || after > 1.2 * pingIntervalMs + 1000)
					throw new ConformanceFailure(`a ping came ${after} ms after the one before`);
				last = data;
			}
		},
		"pingIntervalMs",
	),
];
