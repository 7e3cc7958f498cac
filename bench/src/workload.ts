import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "./children.js";
import { type Aim, inTurns, type Measurement } from "./comparison.js";
import { ServerProcess } from "./server-process.js";
import { type Throughput, throughputRows, timed } from "./throughput.js";

/** Clients of one server that are ready to work. */
export interface Load {
	/** Works until the time is up and everything that was asked for is there; gives how much that is. */
	run(ms: number): Promise<number>;
	/** Cuts the clients. */
	cut(): void;
}

/** Something that servers can be kept busy with. */
export interface Workload {
	readonly name: string;
	/** What is counted. */
	readonly unit: string;
	readonly aim: Aim | null;
	/** Of our server; the defaults where absent. */
	readonly config?: object;
	open(server: ServerProcess): Promise<Load>;
}

/** Measures the rate, of ours and of the baseline in turns. */
export function workloadMeasurement(workload: Workload): Measurement {
	const { name, unit, aim, config } = workload;
	return {
		name,
		async run({ rounds, roundMs }) {
			const ours = await ServerProcess.ours(configArguments(config));
			const bare = await ServerProcess.bare();
			const ourLoad = await workload.open(ours);
			const bareLoad = await workload.open(bare);
			const round = (server: ServerProcess, load: Load): Promise<Throughput> =>
				timed(server, () => load.run(roundMs));
			await round(ours, ourLoad);
			await round(bare, bareLoad);
			const results = await inTurns(
				rounds,
				() => round(ours, ourLoad),
				() => round(bare, bareLoad),
			);
			ourLoad.cut();
			bareLoad.cut();
			await Promise.all([ours.stop(), bare.stop()]);
			return throughputRows(name, unit, aim, results);
		},
	};
}

/** Arguments that give our server a configuration. */
export function configArguments(config: object | undefined): readonly string[] {
	if (config === undefined) return [];
	const file = join(tempFolder(), "config.json");
	writeFileSync(file, JSON.stringify(config));
	return ["--config", file];
}
