import { cleanUpAtExit } from "./children.js";
import type { Comparison, Measurement, Scale } from "./comparison.js";
import { boardRate, boardSpeed } from "./measure-board.js";
import { connectMeasurement } from "./measure-connect.js";
import { fleetMemory } from "./measure-fleet.js";
import { lightLatency } from "./measure-light.js";
import { chatMemory, lampMemory, lockMemory, puffMemory, roomsMemory } from "./measure-memory.js";
import { startupMeasurement } from "./measure-startup.js";
import { storeMeasurement } from "./measure-store.js";
import { benchOptions } from "./options.js";
import { profile } from "./profile.js";
import { jsonLine, table } from "./report.js";
import { type Workload, workloadMeasurement } from "./workload.js";
import { chatWorkload } from "./workload-chat.js";
import { cloudWorkload } from "./workload-cloud.js";
import { pairWorkload } from "./workload-pair.js";
import { type PuffGroups, puffWorkload } from "./workload-puff.js";
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

const oneGroup: PuffGroups = { groups: 1, size: 100, compression: "none", inFlight: 16 };
const manyGroups: PuffGroups = { ...oneGroup, groups: 200, size: 8 };

const measurements: readonly Measurement[] = [
	workloadMeasurement(resetWorkload(1)),
	workloadMeasurement(resetWorkload(16)),
	connectMeasurement,
	lockMemory,
	fleetMemory,
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
	workloadMeasurement(cloudWorkload(1)),
	workloadMeasurement(cloudWorkload(16)),
	lampMemory,
	workloadMeasurement(puffWorkload({ ...oneGroup, inFlight: 1 })),
	workloadMeasurement(puffWorkload(oneGroup)),
	workloadMeasurement(puffWorkload({ ...oneGroup, compression: "zlib" })),
	workloadMeasurement(puffWorkload({ ...manyGroups, inFlight: 1 })),
	workloadMeasurement(puffWorkload(manyGroups)),
	workloadMeasurement(puffWorkload({ ...manyGroups, compression: "zlib" })),
	puffMemory,
	boardSpeed,
	boardRate,
	lightLatency,
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
	["cloud", cloudWorkload(16)],
	["cloud-1", cloudWorkload(1)],
	["puff", puffWorkload(oneGroup)],
	["puff-1", puffWorkload({ ...oneGroup, inFlight: 1 })],
	["puff-zlib", puffWorkload({ ...oneGroup, compression: "zlib" })],
	["puff-groups", puffWorkload(manyGroups)],
	["puff-groups-1", puffWorkload({ ...manyGroups, inFlight: 1 })],
	["puff-groups-zlib", puffWorkload({ ...manyGroups, compression: "zlib" })],
]);

const options = benchOptions(process.argv.slice(2), [...profiled.keys()]);
cleanUpAtExit();
const scale = options.quick ? quick : full;
const workload = profiled.get(options.profile);

if (workload !== undefined) {
	process.stdout.write(`${await profile(workload, scale.roundMs * 5)}\n`);
} else {
	const comparisons: Comparison[] = [];
	const wanted = measurements.filter(({ name }) => name.includes(options.only));
	if (wanted.length === 0) {
		process.stderr.write(`bench: no measurement is named like "${options.only}"\n`);
		process.exitCode = 2;
	}
	for (const measurement of wanted) {
		process.stderr.write(`measuring ${measurement.name}\n`);
		const watchdog = setTimeout(() => {
			throw new Error(`${measurement.name} takes longer than ${limitMs} ms`);
		}, limitMs);
		const found = await measurement.run(scale);
		clearTimeout(watchdog);
		comparisons.push(...found);
		if (options.json) for (const row of found) process.stdout.write(`${jsonLine(row)}\n`);
	}
	if (!options.json && wanted.length > 0) process.stdout.write(`${table(comparisons)}\n`);
}
