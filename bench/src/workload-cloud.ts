import { Agent } from "node:http";
import { fanOutLoad } from "./fan-out-load.js";
import { lightAll, withoutRepeats } from "./lamps.js";
import { requestJson } from "./request-json.js";
import type { Workload } from "./workload.js";

const receivers = 500;

/**
 * Colours that the control API sets, each another than the one before, and every lamp shows. With
 * one in flight there is no aim, as for `roomsChatWorkload`.
 */
export function cloudWorkload(inFlight: number): Workload {
	return {
		name: `cloud colour to ${receivers}, ${inFlight} in flight`,
		unit: "frame",
		aim: inFlight === 1 ? null : { sense: "at least", ratio: 1.5 },
		config: withoutRepeats,
		async open(server) {
			const lamps = await lightAll(server, receivers);
			const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
			let changes = 0;
			const change = async (): Promise<string> => {
				changes++;
				const color = [16, 8, 0].map((bits) => (changes >> bits) & 255);
				const body = JSON.stringify({ mode: "color", color, pulse: 0 });
				const { port } = server;
				await requestJson({ agent, port, method: "PUT", path: "/api/v0/cloud", body });
				return `[cc:2:${color.join(",")}:0]`;
			};
			const { run, cut } = fanOutLoad({
				receivers: lamps,
				others: [],
				inFlight,
				send: (count) => {
					for (let i = 0; i < count; i++) void change();
				},
			});
			return {
				async run(ms) {
					const heard = Promise.all(lamps.map((lamp) => lamp.next()));
					const packet = await change();
					for (const shown of await heard)
						if (shown !== packet) throw new Error(`no ${packet}: ${shown}`);
					return run(ms);
				},
				cut() {
					cut();
					agent.destroy();
				},
			};
		},
	};
}
