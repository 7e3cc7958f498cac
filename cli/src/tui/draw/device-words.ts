import { describeShow, type Show } from "@gw-sim/protocols/cloud";
import type { Fault } from "@gw-sim/transport";
import type { DeviceModel, Link, LockModel } from "../device-model.js";
import type { ProcessModel } from "../model.js";
import { hexOf } from "./hue.js";
import { dim, type Row, type Span, type Style, span, type Tone } from "./span.js";

const linkMarks: Readonly<Record<Link, Span>> = {
	online: { text: "●", tone: "good" },
	joining: { text: "◐", tone: "warn" },
	connecting: { text: "◐", tone: "warn" },
	backoff: { text: "○", tone: "bad" },
	offline: { text: "○", dim: true },
};

/** A link as a sign of one column. */
export function linkMark(link: Link): Span {
	return linkMarks[link];
}

/** How far a device's link is, or that its process is not there. */
export function presenceWords(link: Link, process: ProcessModel | undefined): Row {
	if (process !== undefined && process.status !== "running") return [statusWord(process.status)];
	const mark = linkMark(link);
	return [mark, { ...mark, text: ` ${link}` }];
}

const boltTones: Readonly<Record<LockModel["bolt"], Tone>> = {
	locked: "info",
	unlocking: "warn",
	unlocked: "good",
	locking: "warn",
	jammed: "bad",
};

export function boltWord(bolt: LockModel["bolt"]): Span {
	return { text: bolt, tone: boltTones[bolt] };
}

export function modeWord(mode: LockModel["mode"]): Span {
	return mode === "pairing" ? { text: mode, tone: "accent", bold: true } : { text: mode };
}

const statusStyles: Readonly<Record<ProcessModel["status"], Style>> = {
	waiting: { dim: true },
	starting: { tone: "warn" },
	running: { tone: "good" },
	backoff: { tone: "warn" },
	stopping: { tone: "warn" },
	stopped: { dim: true },
	failed: { tone: "bad" },
};

export function statusWord(status: ProcessModel["status"]): Span {
	return span(status, statusStyles[status]);
}

/** Columns in which a puff's temperature has room beside what it does. */
const heatColumns = 12;

/** What matters most about a device now: that its process or its link is not there, else its state. */
export function deviceSummary(
	device: DeviceModel,
	process: ProcessModel | undefined,
	columns: number,
): Row {
	if (process !== undefined && process.status !== "running") return [statusWord(process.status)];
	if (device.link !== "online") return [{ ...linkMark(device.link), text: device.link }];
	switch (device.kind) {
		case "lock":
			return [device.mode === "pairing" ? modeWord(device.mode) : boltWord(device.bolt)];
		case "cloud":
			return showSummary(device.show);
		case "puff":
			return columns < heatColumns
				? [heatWord(device.heat)]
				: [heatWord(device.heat), span(` ${device.temperature}°`)];
		case "chat":
			return [span(device.roomName ?? device.user ?? "")];
		case "room":
			return [span(device.room ?? ""), dim(device.suffix === null ? "" : ` #${device.suffix}`)];
	}
}

/** What a lamp shows, a colour with a patch of it. */
export function showWords(show: Show): Row {
	if (show.mode !== "color") return [span(describeShow(show))];
	const pulse = show.pulse === 0 ? [] : [dim(` pulse ${show.pulse}`)];
	return [{ text: "██", front: show.color }, span(` ${hexOf(show.color)}`), ...pulse];
}

function showSummary(show: Show): Row {
	if (show.mode !== "color") return showWords(show);
	return [{ text: "█", front: show.color }, span(hexOf(show.color))];
}

/** How a process ended that ought to run; null for any other. */
export function howItEnded({ status, exit }: ProcessModel): string | null {
	if ((status !== "backoff" && status !== "failed") || exit === null) return null;
	return `ended with ${exit.signal ?? `code ${exit.code ?? "unknown"}`}`;
}

const heatStyles: ReadonlyMap<string, Style> = new Map<string, Style>([
	["select", { tone: "accent" }],
	["preheat", { tone: "warn" }],
	["active", { tone: "bad", bold: true }],
	["fade", { tone: "info" }],
	["off", { dim: true }],
	["sleep", { dim: true }],
]);

export function heatWord(heat: string): Span {
	return span(heat, heatStyles.get(heat));
}

const groupStyles: ReadonlyMap<string, Style> = new Map<string, Style>([
	["chilling", { tone: "info" }],
	["awaiting", { tone: "accent" }],
	["seshing", { tone: "bad" }],
]);

export function groupWord(state: string): Span {
	return span(state, groupStyles.get(state));
}

const tagStyles: ReadonlyMap<string, Style> = new Map<string, Style>([
	["paired", { tone: "good" }],
	["granted", { tone: "good" }],
	["denied", { tone: "bad" }],
	["pair-refused", { tone: "bad" }],
]);

/** What became of a tag. */
export function tagWord(result: string): Span {
	return span(result, tagStyles.get(result));
}

/** A fault in a few words, as `latency 200±50 ms`. */
export function faultText(fault: Fault): string {
	const way = "direction" in fault && fault.direction !== undefined ? ` ${fault.direction}` : "";
	switch (fault.type) {
		case "latency":
			return `latency${way} ${fault.ms}${fault.jitterMs ? `±${fault.jitterMs}` : ""} ms`;
		case "drop":
		case "duplicate":
		case "reorder":
		case "corrupt":
			return `${fault.type}${way} ${Math.round(fault.rate * 100)} %`;
		case "half-open":
			return "half-open";
		case "cut":
			return "cut";
	}
}
