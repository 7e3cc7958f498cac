import { type Fault, FaultLine, memoryPair, type TapeEntry, VirtualClock } from "@gw-sim/transport";
import { Recorder } from "./recorder.js";

export interface DisturbedPair {
	readonly clock: VirtualClock;
	readonly line: FaultLine;
	/** The end that the faults are on. */
	readonly near: Recorder;
	readonly far: Recorder;
	readonly tape: readonly TapeEntry[];
}

/** Two joined sockets in memory, faults on one of them. */
export function disturbedPair(faults: readonly Fault[], seed: string | number = 1): DisturbedPair {
	const clock = new VirtualClock();
	const tape: TapeEntry[] = [];
	const line = new FaultLine({ clock, seed, faults, tape: (entry) => tape.push(entry) });
	const [near, far] = memoryPair(clock);
	return {
		clock,
		line,
		tape,
		near: new Recorder(line.wrap(near), clock),
		far: new Recorder(far, clock),
	};
}

/** `count` different texts. */
export function texts(count: number): readonly string[] {
	return Array.from({ length: count }, (_, i) => String(i));
}
