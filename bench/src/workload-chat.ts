import { allTold, identifyAll, messageCreate, patientChat } from "./chat-clients.js";
import { fanOutLoad } from "./fan-out-load.js";
import { clientFrame } from "./load-socket.js";
import type { Workload } from "./workload.js";

const receivers = 200;
const content = "The quick brown fox jumps over the lazy dog, and over again.";

/**
 * One member's message that reaches everybody in the room, with everybody's own number. With one in
 * flight there is no aim, as for `roomsChatWorkload`.
 */
export function chatWorkload(inFlight: number): Workload {
	return {
		name: `chat message to ${receivers}, ${inFlight} in flight`,
		unit: "frame",
		aim: inFlight === 1 ? null : { sense: "at least", ratio: 1.5 },
		config: patientChat,
		async open(server) {
			const members = await identifyAll(server, receivers);
			const sender = members.at(-1);
			if (sender === undefined) throw new Error("nobody is there");
			await allTold(members);
			const frame = clientFrame(messageCreate(content));
			const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
			const { run, cut } = fanOutLoad({
				receivers: members,
				others: [],
				inFlight,
				send: (count) => sender.write(frames.subarray(0, count * frame.length)),
			});
			return {
				async run(ms) {
					const heard = Promise.all(members.map((socket) => socket.next()));
					sender.write(frame);
					for (const event of await heard)
						if (JSON.parse(event).cnf.content !== content) throw new Error(`no message: ${event}`);
					return run(ms);
				},
				cut,
			};
		},
	};
}
