import type { ProcessView } from "../up/orchestra.js";
import type { DeviceModel, LogLine } from "./device-model.js";
import type { FrameLine } from "./frame-line.js";
import type { Overlay, TextInput } from "./overlay.js";
import { emptyRing, type Ring } from "./ring.js";

/** What the main pane shows. */
export const viewNames = ["list", "device", "frames", "server", "processes", "log"] as const;

export type ViewName = (typeof viewNames)[number];

export interface ProcessModel extends ProcessView {
	/** Resident memory in bytes; null where it is not known. */
	readonly rss: number | null;
	/** Of one core; null where it is not known. */
	readonly cpuPercent: number | null;
	readonly cpuHistory: Ring<number>;
}

/** The gateway's figures of one protocol at one moment. */
export interface ProtocolFigures {
	readonly protocol: string;
	readonly connections: number;
	/** Messages a second. */
	readonly inRate: number;
	readonly outRate: number;
}

export interface ServerModel {
	/** `http://host:port`. */
	readonly url: string;
	/** WebSocket URLs by protocol. */
	readonly endpoints: readonly { readonly protocol: string; readonly url: string }[];
	/** It is the scene's own: of a foreign one nothing is known but the URLs. */
	readonly isOwn: boolean;
	/** Whether the store takes writes; null before it is known. */
	readonly storeOk: boolean | null;
	/** Where the store keeps its state; null for memory. */
	readonly storeFolder: string | null;
	readonly protocols: readonly ProtocolFigures[];
	/** Sums over all protocols, one a second. */
	readonly inRates: Ring<number>;
	readonly outRates: Ring<number>;
	readonly connectionCounts: Ring<number>;
}

/** What happened, told for a few seconds. */
export interface Notice {
	readonly seq: number;
	readonly at: number;
	readonly tone: "info" | "good" | "bad";
	readonly text: string;
}

/** How the frames are shown. */
interface FramesPane {
	/** Of the selected device, or of all. */
	readonly scope: "device" | "all";
	readonly isRaw: boolean;
	/** While paused, the frames as they were then; null otherwise. */
	readonly paused: Ring<FrameLine> | null;
	/** Rows from the newest back to the last one shown. */
	readonly scroll: number;
}

/** Filters by the view that they are for; empty texts filter nothing. */
export type Filters = Readonly<Record<"list" | "frames" | "log", string>>;

/** Everything that the UI shows. All texts in it are safe for a terminal. */
export interface Model {
	/** Milliseconds on the orchestra's clock, as every `at`; moves on in steps of up to a second. */
	readonly now: number;
	readonly columns: number;
	readonly rows: number;
	/** The scene's name. */
	readonly title: string;
	/** Null while there is none. */
	readonly server: ServerModel | null;
	/** By name; the server first, then in the scene's order. */
	readonly processes: ReadonlyMap<string, ProcessModel>;
	/** By name, in the scene's order. */
	readonly devices: ReadonlyMap<string, DeviceModel>;
	/** The name of the selected device; null where there is none. */
	readonly selected: string | null;
	readonly view: ViewName;
	/** Of all devices. */
	readonly frames: Ring<FrameLine>;
	readonly framesPane: FramesPane;
	/** Of all processes. */
	readonly log: Ring<LogLine>;
	/** Rows from the newest back to the last one shown. */
	readonly logScroll: number;
	readonly filters: Filters;
	/** The filter that is being written; null where none is. */
	readonly editing: { readonly filter: keyof Filters; readonly input: TextInput } | null;
	readonly overlay: Overlay | null;
	/** The newest last; those that are over are gone. */
	readonly notices: readonly Notice[];
	/** The UI ends as soon as everything has stopped. */
	readonly isEnding: boolean;
	/** Counts whatever has a `seq`. */
	readonly seq: number;
}

/** What there is before anything has happened. */
export function newModel({
	now,
	columns,
	rows,
	title,
}: Pick<Model, "now" | "columns" | "rows" | "title">): Model {
	return {
		now,
		columns,
		rows,
		title,
		server: null,
		processes: new Map(),
		devices: new Map(),
		selected: null,
		view: "list",
		frames: emptyRing,
		framesPane: { scope: "device", isRaw: false, paused: null, scroll: 0 },
		log: emptyRing,
		logScroll: 0,
		filters: { list: "", frames: "", log: "" },
		editing: null,
		overlay: null,
		notices: [],
		isEnding: false,
		seq: 0,
	};
}
