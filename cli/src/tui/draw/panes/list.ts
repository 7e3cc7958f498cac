import type { DeviceModel } from "../../device-model.js";
import type { ProcessModel } from "../../model.js";
import { deviceSummary, linkMark } from "../device-words.js";
import { bytesText, percentText } from "../figures.js";
import { overlaid } from "../row.js";
import { around } from "../scroll.js";
import { bold, dim, type Row, span } from "../span.js";
import { type Column, headingRow, tableRow, tableWidth } from "../table.js";
import { widthOf } from "../width.js";

export interface DeviceListing {
	/** What the filter lets through. */
	readonly devices: readonly DeviceModel[];
	readonly processes: ReadonlyMap<string, ProcessModel>;
	readonly selected: string | null;
}

/** The devices as a table with as many columns as there is room for. */
export function listRows(listing: DeviceListing, columns: number, height: number): readonly Row[] {
	const { devices, selected } = listing;
	if (devices.length === 0) return [[dim("no devices")]];
	const table = listTable(devices, columns);
	const index = devices.findIndex(({ name }) => name === selected);
	const shown = around(devices, index, height - 1);
	return [headingRow(table), ...shown.map((device) => deviceRow(device, listing, table))];
}

function listTable(devices: readonly DeviceModel[], columns: number): readonly Column[] {
	const name = Math.min(14, Math.max(8, ...devices.map((device) => widthOf(device.name))));
	const head: readonly Column[] = [
		{ title: "", columns: 1 },
		{ title: "device", columns: name + 2 },
	];
	const kind: readonly Column[] = columns >= 30 ? [{ title: "kind", columns: 5 }] : [];
	const usage: readonly Column[] =
		columns >= 48
			? [
					{ title: "cpu", columns: 5, align: "right" },
					{ title: "mem", columns: 5, align: "right" },
				]
			: [];
	const faults: Column = { title: "!", columns: 1 };
	const rest = columns - tableWidth([...head, ...kind, faults, ...usage]) - 1;
	return [...head, ...kind, { title: "state", columns: rest }, faults, ...usage];
}

function deviceRow(
	device: DeviceModel,
	{ processes, selected }: DeviceListing,
	table: readonly Column[],
): Row {
	const process = processes.get(device.name);
	const stateColumns = table.find(({ title }) => title === "state")?.columns ?? 0;
	const cells: Readonly<Record<string, Row>> = {
		"": [bold(device.name === selected ? "▸" : " ")],
		device: [linkMark(device.link), span(` ${device.name}`)],
		kind: [dim(device.kind)],
		state: deviceSummary(device, process, stateColumns),
		"!": [span(device.faults.length > 0 ? "!" : " ", { tone: "bad", bold: true })],
		cpu: figure(process?.cpuPercent, percentText),
		mem: figure(process?.rss, bytesText),
	};
	const row = tableRow(
		table,
		table.map(({ title }) => cells[title] ?? []),
	);
	return device.name === selected ? overlaid(row, { bold: true }) : row;
}

function figure(value: number | null | undefined, text: (value: number) => string): Row {
	return [dim(value === null || value === undefined ? "–" : text(value))];
}
