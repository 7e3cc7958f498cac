import type { LogLine } from "../device-model.js";
import type { Model, ProcessModel, ServerModel, ViewName } from "../model.js";
import type { HelpSection, KeyHint, Overlay } from "../overlay.js";
import { emptyRing } from "../ring.js";
import { ring, sampleDevices, sampleFrames, sampleNow } from "./sample-devices.js";

/** The sizes that every view has to be right at. */
export const sampleSizes: readonly (readonly [columns: number, rows: number])[] = [
	[80, 24],
	[120, 40],
	[200, 60],
];

const protocols = ["lock", "puff", "rooms", "chat", "cloud"];

const paths = ["/socket/websocket", "/socket", "/websocket", "/chat", "/cloud"];

function figures(seed: number): readonly number[] {
	return Array.from({ length: 60 }, (_, i) => Math.round(20 + 18 * Math.sin((i * seed) / 7)));
}

export const sampleServer: ServerModel = {
	url: "http://127.0.0.1:41234",
	endpoints: protocols.map((protocol, i) => ({ protocol, url: `ws://127.0.0.1:41234${paths[i]}` })),
	isOwn: true,
	storeOk: true,
	storeFolder: null,
	protocols: protocols.map((protocol, i) => ({
		protocol,
		connections: [2, 2, 1, 1, 1200][i] ?? 0,
		inRate: [0.2, 2, 0, 0.1, 38][i] ?? 0,
		outRate: [0.2, 4.1, 12, 0.1, 1834][i] ?? 0,
	})),
	inRates: ring(figures(3)),
	outRates: ring(figures(2)),
	connectionCounts: ring(figures(1)),
};

function process(name: string, i: number): ProcessModel {
	const kind = sampleDevices.find((device) => device.name === name)?.kind ?? "server";
	return {
		name,
		kind,
		status: "running",
		waitsFor: [],
		pid: 41_200 + i,
		restarts: 0,
		exit: null,
		nextStartAt: null,
		startedAt: sampleNow - 700_000,
		lastWords: [],
		rss: (61 + i) * 1024 * 1024,
		cpuPercent: i === 2 ? 12.4 : 0.3 * i,
		cpuHistory: ring(figures(i + 1)),
	};
}

const crashed: Partial<ProcessModel> = {
	status: "backoff",
	pid: null,
	restarts: 3,
	exit: { code: null, signal: "SIGKILL", at: sampleNow - 4_000 },
	nextStartAt: sampleNow + 6_000,
	startedAt: null,
	lastWords: [
		'{"event":"error","message":"the hub refused the join: unmatched topic","code":"refused"}',
		"gw-sim lock: the hub refused the join: unmatched topic",
	],
	rss: null,
	cpuPercent: null,
};

function processes(): ReadonlyMap<string, ProcessModel> {
	const names = ["server", ...sampleDevices.map(({ name }) => name)];
	const odd: ReadonlyMap<string, Partial<ProcessModel>> = new Map([
		["lock-2", crashed],
		[
			"hall-lamp",
			{
				status: "waiting",
				waitsFor: ["cloud-1"],
				pid: null,
				startedAt: null,
				rss: null,
				cpuPercent: null,
			},
		],
	]);
	return new Map(names.map((name, i) => [name, { ...process(name, i), ...odd.get(name) }]));
}

const logged: readonly (readonly [name: string, level: LogLine["level"], text: string])[] = [
	["server", "info", "listening on http://127.0.0.1:41234; state is in memory"],
	["lock-1", "info", "link online, mode internal, bolt locked"],
	["lock-2", "error", "the connection was lost (1006); the next attempt is in 5 s"],
	["puff-1", "info", "group ab12cd, seshing"],
	["cloud-1", "debug", "frame 18042"],
];

function log(): readonly LogLine[] {
	return Array.from({ length: 50 }, (_, seq) => {
		const [name, level, text] = logged[seq % logged.length] ?? ["server", "info", ""];
		return { seq, at: sampleNow - (50 - seq) * 2111, name, level, text };
	});
}

/** A model with something of everything in it. */
export function sampleModel(
	columns: number,
	rows: number,
	view: ViewName,
	selected: string,
): Model {
	return {
		now: sampleNow,
		columns,
		rows,
		title: "default scene",
		server: sampleServer,
		processes: processes(),
		devices: new Map(sampleDevices.map((device) => [device.name, device])),
		selected,
		view,
		frames: ring(sampleFrames),
		framesPane: { scope: "device", isRaw: false, paused: null, scroll: 0 },
		log: ring(log()),
		logScroll: 0,
		filters: { list: "", frames: "", log: "" },
		editing: null,
		overlay: null,
		notices: [{ seq: 1, at: sampleNow - 1000, tone: "good", text: "lock-1: a tag is paired" }],
		isEnding: false,
		seq: 100,
	};
}

/** A model of a scene that has not begun. */
export function emptyModel(columns: number, rows: number): Model {
	return {
		...sampleModel(columns, rows, "list", ""),
		server: null,
		processes: new Map(),
		devices: new Map(),
		selected: null,
		frames: emptyRing,
		log: emptyRing,
		notices: [],
	};
}

export const sampleHints: readonly KeyHint[] = [
	{ keys: "?", label: "help" },
	{ keys: ":", label: "commands" },
	{ keys: "tab", label: "next view" },
	{ keys: "j k", label: "select" },
	{ keys: "p", label: "pair" },
	{ keys: "t", label: "tag" },
	{ keys: "!", label: "faults" },
	{ keys: "s x r", label: "start stop restart" },
	{ keys: "/", label: "filter" },
	{ keys: "q", label: "quit" },
];

export const sampleHelp: readonly HelpSection[] = [
	{ title: "Everywhere", hints: sampleHints },
	{
		title: "Lock",
		hints: [
			{ keys: "p", label: "put it into pairing mode" },
			{ keys: "t", label: "present a tag, take it away" },
		],
	},
	{
		title: "Frames",
		hints: [
			{ keys: "space", label: "pause" },
			{ keys: "R", label: "raw or decoded" },
			{ keys: "c", label: "copy to a file" },
		],
	},
];

export const sampleOverlays: Readonly<Record<string, Overlay>> = {
	help: { type: "help", scroll: 0 },
	palette: {
		type: "palette",
		query: { text: "pa", cursor: 2 },
		entries: [
			{ command: "pair", label: "Put it into pairing mode", key: "p", subject: "lock-1" },
			{ command: "pause", label: "Pause the frames", key: "space", subject: "" },
			{ command: "present-tag", label: "Present a tag", key: "t", subject: "lock-1" },
		],
		index: 1,
	},
	color: {
		type: "form",
		title: "Show a colour",
		device: "cloud-1",
		command: "color",
		fields: [
			{ kind: "color", name: "color", label: "colour", problem: null, hue: 350, saturation: 36 },
			{
				kind: "level",
				name: "pulse",
				label: "pulse",
				problem: null,
				value: 3,
				min: 0,
				max: 9,
				step: 1,
				unit: "",
			},
		],
		focus: 0,
	},
	weather: {
		type: "form",
		title: "Show a weather",
		device: "cloud-1",
		command: "weather",
		fields: [
			{
				kind: "weather",
				name: "weather",
				label: "weather",
				problem: null,
				options: [
					"sunrise",
					"sunset",
					"clear",
					"cloudy",
					"rain",
					"storm",
					"snow",
					"mist",
					"windy",
				].map((label, i) => ({ value: String(i + 1), label })),
				index: 4,
			},
			{
				kind: "level",
				name: "intensity",
				label: "intensity",
				problem: null,
				value: 7,
				min: 0,
				max: 10,
				step: 1,
				unit: "",
			},
		],
		focus: 0,
	},
	tag: {
		type: "form",
		title: "Present a tag",
		device: "lock-1",
		command: "present-tag",
		fields: [
			{
				kind: "text",
				name: "uid",
				label: "uid",
				problem: "4 to 10 bytes in hex, as in 04A1B2C3",
				text: "04A1Z",
				cursor: 5,
				placeholder: "04A1B2C3",
			},
			{
				kind: "text",
				name: "note",
				label: "note",
				problem: null,
				text: "",
				cursor: 0,
				placeholder: "none",
			},
			{
				kind: "choice",
				name: "type",
				label: "type",
				problem: null,
				options: [
					{ value: "tag", label: "tag" },
					{ value: "mobile_phone", label: "mobile phone" },
				],
				index: 0,
			},
		],
		focus: 0,
	},
};
