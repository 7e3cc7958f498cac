import type { Fault } from "@gw-sim/transport";
import * as v from "valibot";

/** Puts these faults on the device's link, in this order, instead of those that are on it; none takes all off. */
export interface FaultCommand {
	readonly cmd: "fault";
	readonly faults: readonly Fault[];
}

/** The faults that are on the device's link now; the answer to `fault`. */
export interface FaultsEvent {
	readonly event: "faults";
	readonly faults: readonly Fault[];
}

/** What the link of a device goes through; a `FaultLine` is one. */
export interface Disturbed {
	readonly faults: readonly Fault[];
	/** Replaces the faults on the open connection and on those to come. */
	set(faults: readonly Fault[]): void;
}

const maxFaults = 16;
const maxDelayMs = 600_000;

const delayMessage = `needs milliseconds from 0 to ${maxDelayMs}`;
const delay = v.pipe(
	v.number(delayMessage),
	v.minValue(0, delayMessage),
	v.maxValue(maxDelayMs, delayMessage),
);
const rateMessage = "needs a share from 0 to 1";
const rate = v.pipe(v.number(rateMessage), v.minValue(0, rateMessage), v.maxValue(1, rateMessage));
const direction = v.exactOptional(v.picklist(["in", "out"], "is in or out, or left out for both"));
const afterMs = v.exactOptional(delay);

const fault = v.variant(
	"type",
	[
		v.strictObject({
			type: v.literal("latency"),
			ms: delay,
			jitterMs: v.exactOptional(delay),
			direction,
		}),
		v.strictObject({ type: v.literal("drop"), rate, direction }),
		v.strictObject({ type: v.literal("duplicate"), rate, direction }),
		v.strictObject({ type: v.literal("reorder"), rate, holdMs: delay, direction }),
		v.strictObject({ type: v.literal("corrupt"), rate, direction }),
		v.strictObject({ type: v.literal("half-open"), afterMs }),
		v.strictObject({ type: v.literal("cut"), afterMs }),
	],
	"is an object whose type is latency, drop, duplicate, reorder, corrupt, half-open or cut",
);

const faultList: v.GenericSchema<unknown, readonly Fault[]> = v.pipe(
	v.array(fault, "needs a list of faults; an empty one takes all off"),
	v.maxLength(maxFaults, `has more than ${maxFaults} faults`),
);

/** Reads a command `fault`. */
export const faultCommand: v.GenericSchema<unknown, FaultCommand> = v.object({
	cmd: v.literal("fault"),
	faults: faultList,
});

/** The faults in a value, as `fault` and its answer carry them; null where it is no list of faults. */
export function parseFaults(value: unknown): readonly Fault[] | null {
	const result = v.safeParse(faultList, value);
	return result.success ? result.output : null;
}
