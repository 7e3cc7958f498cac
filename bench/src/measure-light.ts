import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LedDriver, wireMs } from "@gw-sim/leds";
import { CloudDevice } from "@gw-sim/simulator-cloud";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { spawnNode } from "./children.js";
import type { Comparison, Measurement } from "./comparison.js";
import { epochMs, type Lit } from "./lit.js";
import { requestJson } from "./request-json.js";
import { ServerProcess } from "./server-process.js";

const program = fileURLToPath(new URL("./lit-board.js", import.meta.url));
const leds = 60;

/** What the firmware takes to write one LED. */
const latchMsPerLed = 0.0301;

/** Between two changes, so that they meet the lamp's refresh at all of its phases. */
const phasesMs = [40, 47, 54, 61, 68];

/** From the packet's arrival in the lamp to the light: lamp, driver, kernel, board and strip. */
export const lightLatency: Measurement = {
	name: "packet to light",
	async run({ rounds }) {
		const comparisons: Comparison[] = [];
		for (const baud of [115_200, 500_000]) {
			const took = await latencies(baud, 25 * rounds);
			const least = wireMs({ protocol: "adalight", baud, leds }) + latchMsPerLed * leds;
			for (const percent of [50, 99])
				comparisons.push({
					name: `${lightLatency.name}, ${leds} LEDs at ${baud} baud, p${percent}`,
					unit: "ms",
					aim: null,
					ours: [took[Math.ceil((took.length * percent) / 100) - 1] ?? Number.NaN],
					baseline: [least],
				});
		}
		return comparisons;
	},
};

/** Of so many changes of colour, in milliseconds, ascending. */
async function latencies(baud: number, changes: number): Promise<readonly number[]> {
	const server = await ServerProcess.ours();
	const board = spawnNode([program, `${leds}`, `${baud}`], {
		stdio: ["ignore", "ignore", "inherit", "ipc"],
	});
	const [{ path }] = (await once(board, "message")) as [{ path: string }];
	const driver = new LedDriver({
		port: path,
		preset: baud === 500_000 ? "uno-fast" : "uno",
		leds,
		clock: systemClock,
		random: systemRandom,
	});
	driver.start();
	const lamp = new CloudDevice({
		url: `ws://127.0.0.1:${server.port}/cloud`,
		seed: 1,
		leds,
		clock: systemClock,
	});
	lamp.attach(driver);
	const agent = new Agent({ keepAlive: true });
	try {
		const arrived = new Map<string, number>();
		lamp.on((event) => {
			if (event.event === "frame" && event.dir === "in" && "data" in event)
				arrived.set(String(event.data), epochMs());
		});
		lamp.start();
		const took: number[] = [];
		for (let change = 0; change < changes; change++) {
			const color = [(change % 200) + 1, 20, 30];
			const shown = lit(board, color);
			const body = JSON.stringify({ mode: "color", color, pulse: 0 });
			const { port } = server;
			await requestJson({ agent, port, method: "PUT", path: "/api/v0/cloud", body });
			const at = await shown;
			took.push(at - (arrived.get(`[cc:2:${color.join(",")}:0]`) ?? Number.NaN));
			await sleep(phasesMs[change % phasesMs.length]);
		}
		return took.sort((a, b) => a - b);
	} finally {
		agent.destroy();
		await lamp.stop();
		await driver.close();
		board.kill("SIGKILL");
		await server.stop();
	}
}

/** When the board shows a colour. */
function lit(board: ChildProcess, color: readonly number[]): Promise<number> {
	return new Promise((resolve) => {
		const heard = (frame: Lit): void => {
			if (!color.every((value, channel) => frame.color[channel] === value)) return;
			board.off("message", heard);
			resolve(frame.at);
		};
		board.on("message", heard);
	});
}
