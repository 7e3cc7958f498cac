import type { Colors } from "../../../cloud/strip-line.js";
import type { DeviceModel } from "../../device-model.js";
import type { ProcessModel } from "../../model.js";
import { faultText, howItEnded } from "../device-words.js";
import { type Fact, factRows } from "../facts.js";
import { dim, type Row, span } from "../span.js";
import { chatRows } from "./chat.js";
import { lampRows } from "./lamp.js";
import { lockRows } from "./lock.js";
import { puffRows } from "./puff.js";
import { roomRows } from "./room.js";

export interface DeviceView {
	readonly device: DeviceModel;
	readonly process: ProcessModel | undefined;
	/** In milliseconds, as every `at`. */
	readonly now: number;
	readonly colors: Colors;
}

/** A device as it is now: its own picture, and below it what all devices have. */
export function deviceRows(view: DeviceView, columns: number, height: number): readonly Row[] {
	const common = factRows(linkFacts(view));
	const room = height - common.length - 1;
	const own = ownRows(view, columns, room);
	const gap = Array.from({ length: Math.max(1, height - common.length - own.length) }, () => []);
	return [...own.slice(0, room), ...gap, ...common];
}

function ownRows(
	{ device, now, colors }: DeviceView,
	columns: number,
	height: number,
): readonly Row[] {
	switch (device.kind) {
		case "lock":
			return lockRows(device, columns, height);
		case "cloud":
			return lampRows(device, columns, height, colors);
		case "puff":
			return puffRows(device, now, columns, height);
		case "chat":
			return chatRows(device, columns, height);
		case "room":
			return roomRows(device, columns, height);
	}
}

function linkFacts({ device, process }: DeviceView): readonly Fact[] {
	const { faults, error, framesIn, framesOut } = device;
	const trouble = endWords(process) ?? error;
	return [
		["frames", [span(`${framesIn} in, ${framesOut} out`)]],
		[
			"faults",
			faults.length === 0
				? [dim("none")]
				: [span(faults.map(faultText).join(", "), { tone: "bad" })],
		],
		["trouble", trouble === null ? [dim("none")] : [span(trouble, { tone: "bad" })]],
	];
}

/** Why a device's process is not there, with what it said last; null where it is, or ought not to be. */
function endWords(process: ProcessModel | undefined): string | null {
	const how = process === undefined ? null : howItEnded(process);
	const last = process?.lastWords.at(-1);
	return how === null || last === undefined ? how : `${how}: ${last}`;
}
