import { once } from "node:events";
import { spawnNode } from "./children.js";
import { inTurns, type Measurement } from "./comparison.js";
import { ourProgram } from "./server-process.js";

/** How long `gw-sim --help` takes, beside Node that does nothing. */
export const startupMeasurement: Measurement = {
	name: "startup",
	async run({ programStarts }) {
		const startMs = async (...args: readonly string[]): Promise<number> => {
			const started = performance.now();
			const child = spawnNode(args, { stdio: "ignore" });
			const [code] = await once(child, "exit");
			if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}`);
			return performance.now() - started;
		};
		const results = await inTurns(
			programStarts,
			() => startMs(ourProgram, "--help"),
			() => startMs("-e", "0"),
		);
		return [
			{
				name: "gw-sim --help, beside node -e 0",
				unit: "ms",
				aim: { sense: "at most", ratio: 1.6 },
				...results,
			},
		];
	},
};
