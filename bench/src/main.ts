import { parseArgs } from "node:util";
import { cleanUpAtExit } from "./children.js";
import type { Comparison, Measurement, Scale } from "./comparison.js";
import { connectMeasurement } from "./measure-connect.js";
import { chatMemory, lockMemory, roomsMemory } from "./measure-memory.js";
import { startupMeasurement } from "./measure-startup.js";
import { storeMeasurement } from "./measure-store.js";
import { profile } from "./profile.js";
import { jsonLine, table } from "./report.js";
import { type Workload, workloadMeasurement } from "./workload.js";
import { chatWorkload } from "./workload-chat.js";
import { pairWorkload } from "./workload-pair.js";
import { resetWorkload } from "./workload-reset.js";
import { roomsChatWorkload } from "./workload-rooms-chat.js";
import { roomsCountersWorkload } from "./workload-rooms-counters.js";

/** After this a measurement hangs, and the bench gives up. */
const limitMs = 600_000;

const full: Scale = {
	rounds: 9,
	roundMs: 1000,
	idleClients: 3000,
	idleRounds: 3,
	programStarts: 25,
};
const quick: Scale = {
	rounds: 2,
	roundMs: 200,
	idleClients: 200,
	idleRounds: 1,
	programStarts: 3,
};

const measurements: readonly Measurement[] = [
	workloadMeasurement(resetWorkload(1)),
	workloadMeasurement(resetWorkload(16)),
	connectMeasurement,
	lockMemory,
	startupMeasurement,
	workloadMeasurement(pairWorkload),
	storeMeasurement,
	workloadMeasurement(roomsChatWorkload(1)),
	workloadMeasurement(roomsChatWorkload(16)),
	workloadMeasurement(roomsCountersWorkload(1)),
	workloadMeasurement(roomsCountersWorkload(16)),
	roomsMemory,
	workloadMeasurement(chatWorkload(1)),
	workloadMeasurement(chatWorkload(16)),
	chatMemory,
];

/** What `--profile` names. */
const profiled: ReadonlyMap<string, Workload> = new Map([
	["reset", resetWorkload(16)],
	["reset-1", resetWorkload(1)],
	["pair", pairWorkload],
	["rooms-chat", roomsChatWorkload(16)],
	["rooms-chat-1", roomsChatWorkload(1)],
	["rooms-counters", roomsCountersWorkload(16)],
	["rooms-counters-1", roomsCountersWorkload(1)],
	["chat", chatWorkload(16)],
	["chat-1", chatWorkload(1)],
]);

const { values } = parseArgs({
	options: {
		json: { type: "boolean", default: false },
		quick: { type: "boolean", default: false },
		profile: { type: "string" },
		only: { type: "string", default: "" },
	},
});
cleanUpAtExit();
const scale = values.quick ? quick : full;

if (values.profile !== undefined) {
	const workload = profiled.get(values.profile);
	if (workload === undefined)
		throw new Error(`--profile takes one of ${[...profiled.keys()].join(", ")}`);
	process.stdout.write(`${await profile(workload, scale.roundMs * 5)}\n`);
} else {
	const comparisons: Comparison[] = [];
	for (const measurement of measurements) {
		if (!measurement.name.includes(values.only)) continue;
		process.stderr.write(`measuring ${measurement.name}\n`);
		const watchdog = setTimeout(() => {
			throw new Error(`${measurement.name} takes longer than ${limitMs} ms`);
		}, limitMs);
		const found = await measurement.run(scale);
		clearTimeout(watchdog);
		comparisons.push(...found);
		if (values.json) for (const row of found) process.stdout.write(`${jsonLine(row)}\n`);
	}
	if (!values.json) process.stdout.write(`${table(comparisons)}\n`);
}
