import { clockHz } from "@gw-sim/board";
import { frameLength } from "@gw-sim/leds";
import type { Comparison, Measurement } from "./comparison.js";
import { FedBoard, type StripLoad } from "./fed-board.js";

const megahertz = 1_000_000;
const bitsPerByte = 10;

/** How fast the emulated board is while frames stream in, beside a real one. */
export const boardSpeed: Measurement = {
	name: "emulated board",
	async run({ rounds, roundMs }) {
		const loads: readonly StripLoad[] = [
			{ leds: 60, baud: 115_200, inFlight: 2 },
			{ leds: 300, baud: 500_000, inFlight: 2 },
		];
		return loads.map((load): Comparison => {
			const board = new FedBoard(load);
			const ours: number[] = [];
			while (ours.length < rounds) {
				const before = performance.now();
				board.run(roundMs / 1000);
				const tookMs = performance.now() - before;
				ours.push((clockHz / megahertz) * (roundMs / tookMs));
			}
			return {
				name: `${boardSpeed.name}, ${load.leds} LEDs at ${load.baud} baud`,
				unit: "MHz",
				aim: { sense: "at least", ratio: 1.5 },
				ours,
				baseline: ours.map(() => clockHz / megahertz),
			};
		});
	},
};

/** Frames that the firmware shows, beside those that fit on the wire; both on the board's own clock. */
export const boardRate: Measurement = {
	name: "frames shown",
	async run({ roundMs }) {
		const seconds = (4 * roundMs) / 1000;
		const comparisons: Comparison[] = [];
		for (const baud of [115_200, 500_000] as const)
			for (const leds of [16, 60, 300])
				for (const inFlight of [1, 2] as const) {
					const shown = new FedBoard({ leds, baud, inFlight }).run(seconds) / seconds;
					comparisons.push({
						name: `${boardRate.name}, ${leds} LEDs at ${baud} baud, ${inFlight} in flight`,
						unit: "frame/s",
						aim: { sense: "at least", ratio: inFlight === 1 ? 0.85 : 0.95 },
						ours: [shown],
						baseline: [baud / bitsPerByte / frameLength("adalight", leds)],
					});
				}
		return comparisons;
	},
};
