import { describeShow } from "@gw-sim/protocols/cloud";
import type { ProcessExit, ProcessView } from "../up/orchestra.js";
import type { DeviceModel } from "./device-model.js";

/** What has changed in a device, in words; empty where it is nothing that people follow. */
export function deviceNews(before: DeviceModel, after: DeviceModel): string {
	const old = new Map(figures(before));
	return figures(after)
		.filter(([label, value]) => old.get(label) !== value)
		.map(([label, value]) => `${label} ${value ?? "none"}`)
		.join("  ");
}

type Figure = readonly [label: string, value: string | null];

/** Without what changes all the time. */
function figures(device: DeviceModel): readonly Figure[] {
	const link: Figure = ["link", device.link];
	switch (device.kind) {
		case "lock":
			return [link, ["mode", device.mode], ["bolt", device.bolt]];
		case "cloud":
			return [link, ["shows", describeShow(device.show)]];
		case "puff":
			return [
				link,
				["group", device.group],
				["state", device.groupState],
				["heat", device.heat],
				["profile", device.profile],
			];
		case "chat":
			return [link, ["room", device.roomName ?? device.room]];
		case "room":
			return [link, ["room", device.room], ["suffix", device.suffix], ["role", device.role]];
	}
}

/** What has become of a process, in words; empty where it is not worth any. */
export function processNews(process: ProcessView, now: number): string {
	const { status, pid, exit, nextStartAt, waitsFor, restarts } = process;
	switch (status) {
		case "waiting":
			return waitsFor.length === 0 ? "" : `waits for ${waitsFor.join(", ")}`;
		case "starting":
			return restarts === 0 ? "starting" : `starting again (${restarts})`;
		case "running":
			return pid === null ? "running" : `running, pid ${pid}`;
		case "backoff": {
			const seconds = Math.max(0, ((nextStartAt ?? now) - now) / 1000).toFixed(1);
			return `${endOf(exit)}, starts again in ${seconds} s`;
		}
		case "stopping":
			return "stopping";
		case "stopped":
			return `stopped, ${endOf(exit)}`;
		case "failed":
			return `${endOf(exit)}, given up after ${restarts} restarts`;
	}
}

function endOf(exit: ProcessExit | null): string {
	if (exit === null) return "never ran";
	return exit.signal === null ? `ended with ${exit.code}` : `ended by ${exit.signal}`;
}
