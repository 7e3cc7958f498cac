import { fanOutLoad } from "./fan-out-load.js";
import { clientFrame } from "./load-socket.js";
import { enterAll, text, withoutPings } from "./rooms-clients.js";
import type { Workload } from "./workload.js";

const receivers = 500;
const message = "The quick brown fox jumps over the lazy dog, and over again.";

/**
 * One client's chat that reaches every subscriber. With one in flight there is no aim: the
 * time goes into one write for each receiver, which no server can make fewer.
 */
export function roomsChatWorkload(inFlight: number): Workload {
	return {
		name: `rooms chat to ${receivers}, ${inFlight} in flight`,
		unit: "frame",
		aim: inFlight === 1 ? null : { sense: "at least", ratio: 1.5 },
		config: withoutPings,
		async open(server) {
			const subscribers = await enterAll(server, receivers, () => ["chat"]);
			const [sender] = await enterAll(server, 1);
			const [first] = subscribers;
			if (sender === undefined || first === undefined) throw new Error("nobody is there");
			const frame = clientFrame(text("chat", message));
			const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
			const { run, cut } = fanOutLoad({
				receivers: subscribers,
				others: [sender],
				inFlight,
				send: (count) => sender.write(frames.subarray(0, count * frame.length)),
			});
			return {
				async run(ms) {
					const heard = Promise.all(subscribers.map((socket) => socket.next()));
					sender.write(frame);
					for (const chat of await heard)
						if (JSON.parse(chat).data.message !== message) throw new Error(`no chat: ${chat}`);
					return run(ms);
				},
				cut,
			};
		},
	};
}
