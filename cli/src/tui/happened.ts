import { safe, safeJson } from "@gw-sim/core";
import type { TagEvent } from "@gw-sim/simulator-lock";
import type { DeviceKind, ProcessView } from "../up/orchestra.js";
import { logText } from "../up/server-log.js";
import type { DeviceModel, LogLine } from "./device-model.js";
import { pixelsTold, wireTold } from "./devices/cloud.js";
import { tagTold } from "./devices/lock.js";
import { newDevice } from "./devices/new-device.js";
import { groupTold } from "./devices/puff.js";
import { deviceHeard, deviceTold } from "./devices/told.js";
import type { FrameLine } from "./frame-line.js";
import type { Happening } from "./happening.js";
import { limits, shareOf } from "./limits.js";
import type { Model, Notice, ProcessModel } from "./model.js";
import { deviceNews, processNews } from "./news.js";
import { noticed } from "./notices.js";
import { shown } from "./readers.js";
import { emptyRing, pushed } from "./ring.js";
import { newServer, withMetrics } from "./server-figures.js";

type Told = Extract<Happening, { readonly type: "event" }>;

/** The model after all of this has happened, in this order. */
export function happened(model: Model, happenings: readonly Happening[]): Model {
	if (happenings.length === 0) return model;
	const draft = new Draft(model);
	for (const happening of happenings) draft.take(happening);
	return draft.finish();
}

/** What many happenings change, written into the model once. */
class Draft {
	#model: Model;
	readonly #devices: Map<string, DeviceModel>;
	readonly #processes: Map<string, ProcessModel>;
	readonly #frames: FrameLine[] = [];
	readonly #log: LogLine[] = [];
	#seq: number;

	constructor(model: Model) {
		this.#model = model;
		this.#devices = new Map(model.devices);
		this.#processes = new Map(model.processes);
		this.#seq = model.seq;
	}

	take(happening: Happening): void {
		const { at } = happening;
		switch (happening.type) {
			case "process":
				this.#process(at, happening.process);
				break;
			case "line":
				this.#line(at, happening.name, "debug", lineText(happening.text));
				break;
			case "event":
				this.#event(happening);
				break;
			case "frame": {
				const { type, ...frame } = happening;
				this.#frames.push({ seq: this.#seq++, ...frame });
				break;
			}
			case "group":
				this.#change(happening.name, (device) =>
					device.kind === "puff"
						? groupTold(device, happening.groupName, happening.members)
						: device,
				);
				break;
			case "usage":
				this.#usage(happening.name, happening.rss, happening.cpuPercent);
				break;
			case "metrics":
				if (this.#model.server !== null)
					this.#set({ server: withMetrics(this.#model.server, happening.metrics) });
				break;
			case "gateway":
				this.#set({ server: newServer(happening.gateway) });
				break;
		}
	}

	finish(): Model {
		this.#share(this.#frames, limits.deviceFrames, (device, frames, max) => {
			const incoming = frames.filter(({ dir }) => dir === "in").length;
			return {
				...device,
				framesIn: device.framesIn + incoming,
				framesOut: device.framesOut + frames.length - incoming,
				frames: pushed(device.frames, frames, max),
			};
		});
		this.#share(this.#log, limits.deviceLog, (device, lines, max) => ({
			...device,
			log: pushed(device.log, lines, max),
		}));
		return {
			...this.#model,
			devices: this.#devices,
			processes: this.#processes,
			frames: pushed(this.#model.frames, this.#frames, limits.frames),
			log: pushed(this.#model.log, this.#log, limits.log),
			seq: this.#seq,
		};
	}

	#event({ at, name, event }: Told): void {
		switch (event.event) {
			case "state":
				this.#change(name, (device) => {
					const after = deviceTold(device, at, event.device, event.state);
					const news = deviceNews(device, after);
					if (news !== "") this.#line(at, name, "info", news);
					return after;
				});
				break;
			case "message": {
				const data = "data" in event ? event.data : null;
				const line = { seq: this.#seq++, at };
				this.#change(name, (device) => {
					if (device.kind === "lock" || device.kind === "cloud") {
						const body = data === null ? "" : ` ${shown(safeJson(data))}`;
						this.#line(at, name, "info", `${safe(event.type, 80)}${body}`);
					}
					return deviceHeard(device, line, event.type, data);
				});
				break;
			}
			case "error": {
				const text = safe(event.message, limits.line);
				this.#line(at, name, "error", text);
				this.#notice(at, "bad", `${name}: ${text}`);
				this.#change(name, (device) => ({ ...device, error: text }));
				break;
			}
			case "faults":
				this.#change(name, (device) => ({ ...device, faults: event.faults }));
				break;
			case "pixels":
				this.#change(name, (device) =>
					device.kind === "cloud" ? pixelsTold(device, event.hex) : device,
				);
				break;
			case "leds":
				this.#change(name, (device) =>
					device.kind === "cloud" ? wireTold(device, event) : device,
				);
				this.#line(at, name, "info", `LEDs on ${safe(event.port, 80)}`);
				break;
			case "tag":
				this.#tag(at, name, event);
		}
	}

	#tag(at: number, name: string, event: TagEvent): void {
		this.#change(name, (device) => (device.kind === "lock" ? tagTold(device, at, event) : device));
		const reason = event.reason === undefined ? "" : ` (${safe(event.reason)})`;
		const text = `tag ${safe(event.uid, 40)} ${safe(event.result, 40)}${reason}`;
		const isGood = event.result === "paired" || event.result === "granted";
		this.#line(at, name, isGood ? "info" : "error", text);
		this.#notice(at, isGood ? "good" : "bad", `${name}: ${text}`);
	}

	#process(at: number, process: ProcessView): void {
		const { name, kind, status, pid } = process;
		const known = this.#processes.get(name);
		this.#processes.set(name, {
			...process,
			rss: pid === null ? null : (known?.rss ?? null),
			cpuPercent: pid === null ? null : (known?.cpuPercent ?? null),
			cpuHistory: known?.cpuHistory ?? emptyRing,
		});
		if (kind !== "server") this.#deviceProcess(name, kind, pid !== null);
		const isTrouble = status === "backoff" || status === "failed";
		const news = processNews(process, at);
		if (news !== "") this.#line(at, name, isTrouble ? "error" : "info", news);
		if (isTrouble) this.#notice(at, "bad", `${name} ${news}`);
	}

	/** What a device told last is over when its process is. */
	#deviceProcess(name: string, kind: DeviceKind, isThere: boolean): void {
		if (!this.#devices.has(name)) this.#devices.set(name, newDevice(name, kind));
		if (isThere) return;
		this.#change(name, (device) => ({ ...device, link: "offline", faults: [] }));
		this.#change(name, (device) =>
			device.kind === "cloud" ? { ...device, leds: null, wire: null } : device,
		);
	}

	#usage(name: string, rss: number, cpuPercent: number): void {
		const process = this.#processes.get(name);
		if (process === undefined) return;
		const cpuHistory = pushed(process.cpuHistory, [cpuPercent], limits.figures);
		this.#processes.set(name, { ...process, rss, cpuPercent, cpuHistory });
	}

	#change(name: string, change: (device: DeviceModel) => DeviceModel): void {
		const device = this.#devices.get(name);
		if (device !== undefined) this.#devices.set(name, change(device));
	}

	#line(at: number, name: string, level: LogLine["level"], text: string): void {
		this.#log.push({ seq: this.#seq++, at, name, level, text: safe(text, limits.line - 1) });
	}

	#notice(at: number, tone: Notice["tone"], text: string): void {
		this.#set({ notices: noticed(this.#model.notices, { seq: this.#seq++, at, tone, text }) });
	}

	#set(changed: Partial<Model>): void {
		this.#model = { ...this.#model, ...changed };
	}

	/** Gives each device those of the new lines that are its own. */
	#share<Line extends { readonly name: string }>(
		lines: readonly Line[],
		most: number,
		give: (device: DeviceModel, lines: readonly Line[], max: number) => DeviceModel,
	): void {
		const max = shareOf(this.#devices.size, most);
		for (const [name, own] of byName(lines)) this.#change(name, (device) => give(device, own, max));
	}
}

/** A line of the server's log in words, others as they are: most are no JSON, which is slow to find out. */
function lineText(line: string): string {
	return line.startsWith("{") ? logText(line) : line;
}

function byName<Line extends { readonly name: string }>(
	lines: readonly Line[],
): ReadonlyMap<string, readonly Line[]> {
	const groups = new Map<string, Line[]>();
	for (const line of lines) {
		const group = groups.get(line.name);
		if (group === undefined) groups.set(line.name, [line]);
		else group.push(line);
	}
	return groups;
}
