import { describeShow } from "@gw-sim/protocols/cloud";
import { help } from "./commands/table.js";
import type { DeviceModel, LogLine, TranscriptLine } from "./device-model.js";
import { rgbOfHue } from "./draw/hue.js";
import type { Model } from "./model.js";
import type { Field, Overlay } from "./overlay.js";
import { filterText, selectedDevice } from "./selectors.js";

/** More in one breath nobody can follow. */
const maxNews = 20;

/** What has changed between two models, in plain sentences for a screen reader. */
export function sentences(before: Model | null, after: Model): readonly string[] {
	if (before === null)
		return [
			`gw-sim, ${after.title}.`,
			"Question mark reads the keys, colon searches the commands, q quits.",
		];
	return [
		...new Set([
			...where(before, after),
			...typedFilter(before, after),
			...asked(before.overlay, after.overlay),
			...said(before, after),
			...lit(before, after),
			...news(before, after),
			...(after.isEnding && !before.isEnding ? ["Stopping everything."] : []),
		]),
	];
}

function where(before: Model, after: Model): readonly string[] {
	const device = selectedDevice(after);
	return [
		...(before.view === after.view ? [] : [`View: ${after.view}.`]),
		...(before.selected === after.selected || device === null ? [] : [deviceSentence(device)]),
	];
}

/** A device as it is now. */
export function deviceSentence(device: DeviceModel): string {
	const { name, kind, link, faults } = device;
	const disturbed = faults.map(({ type }) => type).join(", ");
	const parts = [link, ...stateOf(device), ...(disturbed === "" ? [] : [`faults: ${disturbed}`])];
	return `${name}, ${kind}: ${parts.join(", ")}.`;
}

function stateOf(device: DeviceModel): readonly string[] {
	switch (device.kind) {
		case "lock":
			return [device.bolt, `mode ${device.mode}`];
		case "cloud":
			return [`shows ${describeShow(device.show)}`];
		case "puff": {
			const { heat, temperature, target, battery, group, groupState } = device;
			const where = group === null ? "in no group" : `group ${group} ${groupState ?? ""}`.trim();
			return [`${heat}, ${temperature} of ${target} degrees`, `battery ${battery} %`, where];
		}
		case "chat":
			return [`in ${device.roomName ?? device.room ?? "no room"}`];
		case "room":
			return [`in ${device.room ?? "no room"}`];
	}
}

/** What lamps show now: what is chosen for one shows before it has told of it. */
function lit(before: Model, after: Model): readonly string[] {
	if (before.devices === after.devices) return [];
	return [...after.devices.values()].flatMap((device) => {
		const last = before.devices.get(device.name);
		if (device.kind !== "cloud" || last?.kind !== "cloud" || last.show === device.show) return [];
		const shown = describeShow(device.show);
		return describeShow(last.show) === shown ? [] : [`${device.name}: shows ${shown}.`];
	});
}

/** What processes and devices told, once, also where a notice repeats it. */
function news(before: Model, after: Model): readonly string[] {
	const lines = after.log.items.filter(({ seq, level }) => seq >= before.seq && level !== "debug");
	const notices = after.notices.filter(({ seq }) => seq >= before.seq);
	const told = [...lines.map(logSentence), ...notices.map(({ text }) => `${text}.`)];
	return told.length <= maxNews
		? told
		: [...told.slice(0, maxNews), `And ${told.length - maxNews} more.`];
}

function logSentence({ name, text }: LogLine): string {
	return `${name}: ${text.replaceAll("  ", ", ")}.`;
}

function said(before: Model, after: Model): readonly string[] {
	const device = selectedDevice(after);
	if (device === null || !("transcript" in device)) return [];
	return device.transcript.items.filter(({ seq }) => seq >= before.seq).map(transcriptSentence);
}

function transcriptSentence({ who, text }: TranscriptLine): string {
	return who === "" ? `${text}.` : `${who} says: ${text}`;
}

function typedFilter(before: Model, after: Model): readonly string[] {
	const editing = after.editing ?? before.editing;
	if (before.editing === after.editing || editing === null) return [];
	const text = filterText(after, editing.filter);
	return [text === "" ? "No filter." : `Filter: ${text}.`];
}

function asked(before: Overlay | null, after: Overlay | null): readonly string[] {
	if (after === null) return before === null ? [] : ["Closed."];
	switch (after.type) {
		case "help":
			return before?.type === "help" ? [] : helpSentences();
		case "palette": {
			const entry = after.entries[after.index];
			const now = entry === undefined ? "No command fits." : `${entry.label}.`;
			return before?.type === "palette" && before.entries[before.index] === entry ? [] : [now];
		}
		case "form": {
			const field = after.fields[after.focus];
			const last = before?.type === "form" ? before.fields[before.focus] : undefined;
			const title = before?.type === "form" ? [] : [`${after.title}.`];
			return field === undefined || field === last ? title : [...title, fieldSentence(field)];
		}
	}
}

function helpSentences(): readonly string[] {
	return help.map(
		({ title, hints }) =>
			`Keys, ${title}: ${hints.map(({ keys, label }) => `${keys} ${label}`).join(", ")}.`,
	);
}

function fieldSentence(field: Field): string {
	const problem = field.problem === null ? "" : ` ${field.problem}.`;
	return `${field.label}: ${valueText(field)}.${problem}`;
}

function valueText(field: Field): string {
	switch (field.kind) {
		case "text":
			return field.text === "" ? "empty" : field.text;
		case "choice":
		case "weather":
			return field.options[field.index]?.label ?? "nothing";
		case "level":
			return `${field.value} ${field.unit}`.trim();
		case "color": {
			const [red, green, blue] = rgbOfHue(field.hue, field.saturation);
			return `red ${red}, green ${green}, blue ${blue}`;
		}
	}
}
