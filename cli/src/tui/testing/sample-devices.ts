import { renderFrame, type Show } from "@gw-sim/protocols/cloud";
import type {
	ChatModel,
	CloudModel,
	DeviceModel,
	LockModel,
	PuffModel,
	RoomModel,
	Warmth,
} from "../device-model.js";
import type { FrameLine } from "../frame-line.js";
import { emptyRing, type Ring } from "../ring.js";

/** The moment at which the sample is looked at. */
export const sampleNow = 754_321;

export function ring<Item>(items: readonly Item[]): Ring<Item> {
	return { items, dropped: 0 };
}

const said: readonly (readonly [name: string, dir: "in" | "out", text: string, raw: string])[] = [
	["lock-1", "out", "phx_join lock:front-door", '["1","1","lock:front-door","phx_join",{}]'],
	["lock-1", "in", "reply to 1: ok", '["1","1","lock:front-door","phx_reply",{"status":"ok"}]'],
	["cloud-1", "out", "secret", "cloud-my-butt"],
	["cloud-1", "in", "ok", "OK"],
	["cloud-1", "in", "rain 7", "[1,5,7]"],
	["puff-1", "out", "GROUP_CREATE Tuesday", '{"op":2,"t":"GROUP_CREATE","d":{"name":"Tuesday"}}'],
	["puff-1", "in", "JOINED_GROUP ab12cd chilling", '{"op":3,"t":"JOINED_GROUP","d":{}}'],
	["puff-1", "in", "GROUP_HEAT_INQUIRY", '{"op":3,"t":"GROUP_HEAT_INQUIRY"}'],
	["puff-1", "out", "SEND_DEVICE preheat 187 °C", "eJyrVkrJLEssLlGyUjIyMFWqBQAnTgT4"],
	[
		"room-1",
		"in",
		"chat from #2: 日本語でおはよう 🎉",
		'{"type":"chat","data":{"message":"日本語でおはよう 🎉"}}',
	],
	[
		"lock-1",
		"in",
		"mode:pair type=tag user=1",
		'[null,null,"lock:front-door","mode:pair",{"type":"tag"}]',
	],
	[
		"lock-1",
		"out",
		"pair:complete 04A1B2C3",
		'["1","7","lock:front-door","pair:complete",{"uid":"04A1B2C3"}]',
	],
	["chat-1", "in", "MESSAGE_CREATE zer0: shall we?", '{"f":120,"d":{"content":"shall we?"}}'],
	["room-1", "in", "<3 bytes>", "AAEC"],
];

/** Frames of all devices, a little apart from each other. */
export const sampleFrames: readonly FrameLine[] = Array.from({ length: 60 }, (_, i) => {
	const [name, dir, text, raw] = said[i % said.length] ?? ["lock-1", "in", "ok", "ok"];
	const isForeign = text === "<3 bytes>";
	const isBinary = isForeign || raw.startsWith("eJ");
	return { seq: i, at: sampleNow - (60 - i) * 1371, name, dir, text, raw, isBinary, isForeign };
});

function base(name: string): Omit<LockModel, Exclude<keyof LockModel, keyof CloudModel> | "kind"> {
	const frames = sampleFrames.filter((frame) => frame.name === name);
	return {
		name,
		link: "online",
		faults: [],
		error: null,
		framesIn: 128,
		framesOut: 64,
		frames: ring(frames),
		log: emptyRing,
	};
}

export const sampleLock: LockModel = {
	...base("lock-1"),
	kind: "lock",
	serial: "front-door",
	mode: "internal",
	bolt: "locked",
	uuid: "6f1c0a52-7f0e-4f0c-9d52-0f6f5f0f9a11",
	label: "Front door",
	tag: { at: sampleNow - 42_000, uid: "04A1B2C3", result: "granted", reason: null },
	isTagPresent: false,
};

const rain: Show = { mode: "weather", weather: 5, intensity: 7 };

export const sampleCloud: CloudModel = {
	...base("cloud-1"),
	kind: "cloud",
	show: rain,
	shownFrames: 18_042,
	leds: renderFrame(rain, { leds: 60, timeMs: 61_000, seed: 1 }),
	wire: {
		port: "/dev/ttyUSB0",
		protocol: "adalight",
		baud: 115_200,
		maxFps: 59.6,
		isHeard: true,
		acks: true,
	},
};

/** A cycle: cold, heated to its target, held, cooled. */
function warmthAt(second: number): Warmth {
	const phases: readonly (readonly [until: number, heat: string, temperature: number])[] = [
		[20, "idle", 24],
		[38, "preheat", 24 + (254 - 24) * (1 - Math.exp(-(second - 20) / 5))],
		[83, "active", 254 + Math.round(2 * Math.sin(second))],
		[120, "fade", 24 + 230 * Math.exp(-(second - 83) / 30)],
	];
	const [, heat, temperature] = phases.find(([until]) => second < until) ?? [0, "idle", 24];
	const at = sampleNow - (120 - second) * 1000;
	return { at, temperature: Math.round(temperature), target: 254, heat };
}

export const samplePuff: PuffModel = {
	...base("puff-1"),
	kind: "puff",
	group: "ab12cd",
	groupState: "seshing",
	groupName: "Tuesday",
	members: [
		{ sessionId: "s2", name: "puff-2", isReady: true, heat: "active" },
		{ sessionId: "s3", name: "長い名前のゲスト", isReady: false, heat: "idle" },
		{ sessionId: "s4", name: "onlooker", isReady: false, heat: null },
	],
	heat: "fade",
	temperature: 95,
	target: 254,
	battery: 80,
	isCharging: false,
	dabs: 372,
	profile: "low",
	history: ring(Array.from({ length: 120 }, (_, second) => warmthAt(second))),
};

const chatLines: readonly (readonly [who: string, text: string])[] = [
	["xFuney", "Toast."],
	[
		"zer0",
		"shall we start at nine, or is that too early for those who come from the other side of town?",
	],
	["", "robot is here"],
	["日本の友達", "おはようございます、今日はとても良い天気ですね 🎉 元気ですか"],
	["dev", "nine is fine"],
];

export const sampleChat: ChatModel = {
	...base("chat-1"),
	kind: "chat",
	user: "dev",
	room: "6982582592583503360",
	roomName: "lobby",
	rooms: [
		{ id: "6982582592583503360", name: "lobby" },
		{ id: "6982582592583503361", name: "kitchen" },
	],
	transcript: ring(transcript(chatLines)),
};

export const sampleRoom: RoomModel = {
	...base("room-1"),
	kind: "room",
	room: "den",
	suffix: "3",
	role: "admin",
	polls: [
		{
			kind: "poll",
			id: "lunch",
			votes: [
				{ answer: "soup", count: 5 },
				{ answer: "pizza", count: 11 },
				{ answer: "nothing at all", count: 1 },
			],
		},
		{ kind: "ephemeralPoll", id: "again?", votes: [] },
	],
	counters: [
		{ id: "total", value: "17.75" },
		{ id: "visits", value: "900719925474099312345" },
	],
	transcript: ring(
		transcript([
			["Ann #1", "hello"],
			["#2", "日本語でおはよう 🎉"],
			["", "counter total 17.75"],
		]),
	),
};

function transcript(lines: typeof chatLines): ChatModel["transcript"]["items"] {
	return lines.map(([who, text], seq) => ({
		seq,
		at: sampleNow - (lines.length - seq) * 9000,
		tone: who === "" ? "note" : "said",
		who,
		text,
	}));
}

/** A device of each kind, and two in trouble. */
export const sampleDevices: readonly DeviceModel[] = [
	sampleLock,
	{
		...sampleLock,
		...base("lock-2"),
		link: "backoff",
		faults: [{ type: "latency", ms: 200, jitterMs: 50 }, { type: "half-open" }],
		error: "the connection was lost (1006); the next attempt is in 5 s",
		mode: "unconfigured",
		bolt: "jammed",
		serial: "back-door",
		label: null,
		tag: { at: sampleNow - 3_000, uid: "04FFEE01", result: "denied", reason: "no access" },
	},
	sampleCloud,
	samplePuff,
	{
		...samplePuff,
		...base("puff-2"),
		heat: "active",
		temperature: 253,
		battery: 14,
		isCharging: true,
	},
	sampleChat,
	sampleRoom,
	{
		...sampleCloud,
		...base("hall-lamp"),
		link: "offline",
		leds: null,
		wire: null,
		show: { mode: "off" },
	},
];
