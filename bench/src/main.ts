import { parseArgs } from "node:util";
import { cleanUpAtExit } from "./children.js";
import type { Comparison, Measurement, Scale } from "./comparison.js";
import { connectMeasurement } from "./measure-connect.js";
import { fanOutMeasurement } from "./measure-fan-out.js";
import { memoryMeasurement } from "./measure-memory.js";
import { resetMeasurement } from "./measure-reset.js";
import { startupMeasurement } from "./measure-startup.js";
import { storeMeasurement } from "./measure-store.js";
import { profileReset } from "./profile.js";
import { jsonLine, table } from "./report.js";

/** After this a measurement hangs, and the bench gives up. */
const limitMs = 180_000;

const full: Scale = {
	rounds: 9,
	roundMs: 1000,
	idleLocks: 3000,
	idleRounds: 3,
	programStarts: 25,
};
const quick: Scale = {
	rounds: 2,
	roundMs: 200,
	idleLocks: 200,
	idleRounds: 1,
	programStarts: 3,
};

const measurements: readonly Measurement[] = [
	resetMeasurement(1),
	resetMeasurement(16),
	connectMeasurement,
	memoryMeasurement,
	startupMeasurement,
	fanOutMeasurement,
	storeMeasurement,
];

const { values } = parseArgs({
	options: {
		json: { type: "boolean", default: false },
		quick: { type: "boolean", default: false },
		profile: { type: "boolean", default: false },
		only: { type: "string", default: "" },
	},
});
cleanUpAtExit();
const scale = values.quick ? quick : full;

if (values.profile) {
	process.stdout.write(`${await profileReset(scale.roundMs * 5)}\n`);
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
