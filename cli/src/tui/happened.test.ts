import type { JsonObject } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import type { DeviceKind, SceneDeviceEvent } from "../up/orchestra.js";
import type { DeviceModel } from "./device-model.js";
import { happened } from "./happened.js";
import type { Happening } from "./happening.js";
import { limits } from "./limits.js";
import { type Model, newModel } from "./model.js";
import { processView } from "./testing/fake-orchestra.js";

const hostile = "\u001b[2J\u202e\nroot";

function scene(...devices: readonly (readonly [name: string, kind: DeviceKind])[]): Model {
	const model = newModel({ now: 0, columns: 80, rows: 24, title: "" });
	return happened(
		model,
		devices.map(([name, kind]) => ({ at: 0, type: "process", process: processView(name, kind) })),
	);
}

function told(
	name: string,
	event: Exclude<SceneDeviceEvent, { readonly event: "frame" }>,
): Happening {
	return { at: 7, type: "event", name, event };
}

function state(name: string, values: JsonObject, device = `lock:${name}`): Happening {
	return told(name, { event: "state", device, at: 0, state: values });
}

function message(name: string, type: string, data: JsonObject): Happening {
	return told(name, { event: "message", type, data });
}

function frame(name: string, dir: "in" | "out" = "in"): Happening {
	return {
		at: 7,
		type: "frame",
		name,
		dir,
		text: "t",
		raw: "r",
		isBinary: false,
		isForeign: false,
	};
}

/** The device after all of it. */
function after<Kind extends DeviceKind>(
	kind: Kind,
	...happenings: readonly Happening[]
): Extract<DeviceModel, { readonly kind: Kind }> {
	const device = happened(scene(["it", kind]), happenings).devices.get("it");
	if (device?.kind !== kind) throw new Error(`there is no ${kind}`);
	return device as Extract<DeviceModel, { readonly kind: Kind }>;
}

describe("a state", () => {
	test("of a lock is what it shows, with the serial out of its id", () => {
		const values = { link: "online", mode: "pairing", bolt: "jammed", uuid: "u", name: "Hall" };
		expect(after("lock", state("it", values, "lock:front"))).toMatchObject({
			link: "online",
			mode: "pairing",
			bolt: "jammed",
			uuid: "u",
			label: "Hall",
			serial: "front",
		});
	});

	test.each([
		[{ mode: "off" }, { mode: "off" }],
		[
			{ mode: "weather", weather: 6, intensity: 4.5 },
			{ mode: "weather", weather: 6, intensity: 4.5 },
		],
		[
			{ mode: "color", color: [1, 2, 3], pulse: 2.2 },
			{ mode: "color", color: [1, 2, 3], pulse: 2 },
		],
		[{ mode: "color", color: "red" }, { mode: "off" }],
	])("of a lamp that says %j shows %j", (values, show) => {
		expect(after("cloud", state("it", { link: "online", ...values }, "cloud")).show).toEqual(show);
	});

	test("of a puff becomes a moment of its curve", () => {
		const values = { link: "online", heat: "preheat", temperature: 100, target: 254, battery: 80 };
		const puff = after("puff", state("it", values), state("it", { ...values, temperature: 110 }));
		expect(puff).toMatchObject({ heat: "preheat", temperature: 110, target: 254, battery: 80 });
		expect(puff.history.items.map(({ temperature }) => temperature)).toEqual([100, 110]);
	});

	test("of somebody in a chat or a room tells where", () => {
		expect(after("chat", state("it", { link: "online", user: "7", room: "12" }))).toMatchObject({
			user: "7",
			room: "12",
		});
		const values = { link: "online", room: "den", suffix: 3, role: "admin" };
		expect(after("room", state("it", values))).toMatchObject({
			room: "den",
			suffix: "3",
			role: "admin",
		});
	});

	test("with nonsense in it changes nothing that it makes no sense of", () => {
		const values = { link: "online", mode: "internal", bolt: "unlocked", uuid: "u", name: null };
		const nonsense = { link: 1, mode: {}, bolt: "open", uuid: [hostile], name: hostile };
		const lock = after("lock", state("it", values), state("it", nonsense));
		expect(lock).toMatchObject({ link: "online", mode: "internal", bolt: "unlocked", uuid: null });
		expect(lock.label).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	});

	test("that changes something is a line of the log", () => {
		const values = { link: "online", mode: "internal", bolt: "locked", uuid: null, name: null };
		const lock = after(
			"lock",
			state("it", values),
			state("it", values),
			state("it", { ...values, bolt: "unlocking" }),
		);
		expect(lock.log.items.map(({ text }) => text)).toEqual([
			"running, pid 4242",
			"link online  mode internal",
			"bolt unlocking",
		]);
	});
});

describe("a transcript", () => {
	test("has what is said in a chat, and who came and went", () => {
		const user = { id: "7", name: "Ann" };
		const chat = after(
			"chat",
			message("it", "MESSAGE_CREATE", { user, content: `hi${hostile}`, messageID: "1" }),
			message("it", "ROOM_USER_ADD", { user }),
			message("it", "CHANNEL_ADD", { id: "12", name: "den" }),
			message("it", "SERVER_MESSAGE", { content: "hello" }),
			message("it", "OTHER", { a: 1 }),
			state("it", { link: "online", user: "7", room: "12" }),
		);
		expect(chat.transcript.items.map(({ tone, who, text }) => `${tone} ${who}: ${text}`)).toEqual([
			"said Ann: hi\\u001b[2J\\u202e\\u000aroot",
			"note : Ann is here",
			"note : there is a room den",
			"alarm : the gateway: hello",
			'note : OTHER {"a":1}',
		]);
		expect(chat.rooms).toEqual([{ id: "12", name: "den" }]);
		expect(chat.roomName).toBe("den");
	});

	test("has what is said in a room, and polls and counters are kept", () => {
		const room = after(
			"room",
			message("it", "chat", { message: "hi", user: { suffix: 3, properties: { name: "Bo" } } }),
			message("it", "poll", { id: "lunch", stats: { soup: 1 } }),
			message("it", "poll", { id: "lunch", stats: { soup: 2, ["__proto__"]: 1 } }),
			message("it", "counter", { id: "hits", value: 2, raw: "2.50" }),
			told("it", { event: "message", type: "error", data: hostile }),
			message("it", "profile", {}),
		);
		expect(room.transcript.items.map(({ tone, who, text }) => `${tone} ${who}: ${text}`)).toEqual([
			"said Bo #3: hi",
			"note : poll lunch: soup 1",
			"note : poll lunch: soup 2, __proto__ 1",
			"note : counter hits = 2.50",
			"alarm : the server: \\u001b[2J\\u202e\\u000aroot",
		]);
		expect(room.polls).toEqual([
			{
				kind: "poll",
				id: "lunch",
				votes: [
					{ answer: "soup", count: 2 },
					{ answer: "__proto__", count: 1 },
				],
			},
		]);
		expect(room.counters).toEqual([{ id: "hits", value: "2.50" }]);
	});
});

describe("other events", () => {
	test("a tag, a trouble, and what a frame is", () => {
		const lock = after(
			"lock",
			told("it", { event: "tag", uid: "04A1", result: "denied", reason: hostile }),
			told("it", { event: "error", message: hostile, code: "x" }),
			frame("it"),
			frame("it", "out"),
			frame("it"),
		);
		expect(lock.tag).toMatchObject({ at: 7, uid: "04A1", result: "denied" });
		expect(lock.error).toBe("\\u001b[2J\\u202e\\u000aroot");
		expect([lock.framesIn, lock.framesOut, lock.frames.items.length]).toEqual([2, 1, 3]);
	});

	test("a trouble is over when the device is on line again", () => {
		const trouble = told("it", { event: "error", message: "gone", code: "x" });
		expect(after("lock", trouble, state("it", { link: "backoff" })).error).toBe("gone");
		expect(after("lock", trouble, state("it", { link: "online" })).error).toBeNull();
	});

	test.each([
		["ff0000", [255, 0, 0]],
		["ff00000", [255, 0, 0]],
		["", null],
		["zz0000", null],
	])("pixels %j are %j", (hex, leds) => {
		const lamp = after("cloud", told("it", { event: "pixels", at: 0, leds: 1, hex }));
		expect(lamp.leds === null ? null : [...lamp.leds]).toEqual(leds);
	});

	test("a lamp that shows the same is the same", () => {
		const pixels = told("it", { event: "pixels", at: 0, leds: 1, hex: "ff0000" });
		const once = happened(scene(["it", "cloud"]), [pixels]);
		expect(happened(once, [pixels]).devices.get("it")).toBe(once.devices.get("it"));
	});

	test("faults are on the link until they are off, or the process is gone", () => {
		const faults = told("it", { event: "faults", faults: [{ type: "half-open" }] });
		expect(after("puff", faults).faults).toEqual([{ type: "half-open" }]);
		const gone: Happening = {
			at: 8,
			type: "process",
			process: processView("it", "puff", { status: "stopped", pid: null }),
		};
		expect(after("puff", faults, gone).faults).toEqual([]);
		expect(after("puff", state("it", { link: "online" }), gone).link).toBe("offline");
	});

	test("who is not of the scene changes nothing", () => {
		const model = scene(["it", "lock"]);
		const changed = happened(model, [state("who", {}), frame("who"), state("__proto__", {})]);
		expect([...changed.devices.keys()]).toEqual(["it"]);
	});
});

describe("processes and the server", () => {
	test("a crash is told with its end and when it starts again", () => {
		const model = happened(scene(["it", "lock"]), [
			{ at: 1000, type: "usage", name: "it", rss: 10, cpuPercent: 3 },
			{
				at: 2000,
				type: "process",
				process: processView("it", "lock", {
					status: "backoff",
					pid: null,
					exit: { code: null, signal: "SIGKILL", at: 2000 },
					nextStartAt: 3500,
					lastWords: ["oh no"],
				}),
			},
		]);
		expect(model.processes.get("it")).toMatchObject({ rss: null, lastWords: ["oh no"] });
		expect(model.processes.get("it")?.cpuHistory.items).toEqual([3]);
		expect(model.notices.map(({ text, tone }) => `${tone} ${text}`)).toEqual([
			"bad it ended by SIGKILL, starts again in 1.5 s",
		]);
	});

	test("figures of the server are kept as curves", () => {
		const none = { connections: 0, receivedPerSecond: 0, sentPerSecond: 0 };
		const protocols = { lock: none, cloud: none, puff: none, chat: none, rooms: none };
		const endpoints = {
			lock: "ws://l",
			cloud: "ws://c",
			puff: "ws://p",
			chat: "ws://t",
			rooms: "ws://r",
		};
		const metrics = (received: number): Happening => ({
			at: 0,
			type: "metrics",
			metrics: {
				at: 0,
				storeOk: true,
				storeFolder: null,
				protocols: {
					...protocols,
					lock: { connections: 2, receivedPerSecond: received, sentPerSecond: 1 },
				},
			},
		});
		const { server } = happened(scene(), [
			metrics(1),
			{ at: 0, type: "gateway", gateway: { url: "http://h", endpoints, isOwn: true } },
			metrics(3),
			metrics(5),
		]);
		expect(server?.inRates.items).toEqual([3, 5]);
		expect(server?.connectionCounts.items).toEqual([2, 2]);
		expect(server?.protocols[0]).toEqual({
			protocol: "lock",
			connections: 2,
			inRate: 5,
			outRate: 1,
		});
		expect(server?.storeOk).toBe(true);
	});
});

describe("what is kept", () => {
	test("of one device's flood is bounded, and its neighbour keeps its own", () => {
		let model = happened(scene(["it", "lock"], ["other", "room"]), [frame("other")]);
		for (let i = 0; i < 30; i++) {
			const batch = Array.from({ length: 500 }, (_, n): readonly Happening[] => [
				frame("it"),
				{ at: 1, type: "line", name: "it", stream: "err", text: `${n} ${"x".repeat(900)}` },
				told("it", { event: "error", message: `${n}`, code: "x" }),
			]).flat();
			model = happened(model, batch);
		}
		expect(model.frames.items.length).toBe(limits.frames);
		expect(model.log.items.length).toBe(limits.log);
		expect(model.devices.get("it")?.frames.items.length).toBe(limits.deviceFrames);
		expect(model.devices.get("it")?.log.items.length).toBe(limits.deviceLog);
		expect(model.devices.get("other")?.frames.items.length).toBe(1);
		expect(model.notices.length).toBe(limits.notices);
		for (const { text } of model.log.items) expect(text.length).toBeLessThanOrEqual(limits.line);
	});

	test("of 10,000 devices that talk without end does not grow", () => {
		const names = Array.from({ length: 10_000 }, (_, i) => `device-${i}`);
		let model = scene(...names.map((name) => [name, "lock"] as const));
		const round = (times: number): void => {
			const once = names.flatMap((name): readonly Happening[] => [
				frame(name),
				{ at: 1, type: "line", name, stream: "out", text: "line" },
			]);
			model = happened(model, Array.from({ length: times }, () => once).flat());
		};
		const kept = (): number => {
			let lines = model.frames.items.length + model.log.items.length;
			for (const { frames, log } of model.devices.values())
				lines += frames.items.length + log.items.length;
			return lines;
		};
		round(limits.leastLines);
		const full = kept();
		round(2);
		expect(kept()).toBe(full);
		expect(full).toBe(limits.frames + limits.log + 2 * names.length * limits.leastLines);
	});

	test("of a transcript, of a curve, of polls and rooms is bounded", () => {
		const many = (make: (i: number) => Happening): readonly Happening[] =>
			Array.from({ length: 2000 }, (_, i) => make(i));
		const chat = after(
			"chat",
			...many((i) => message("it", "CHANNEL_ADD", { id: `${i}`, name: "x".repeat(5000) })),
		);
		expect(chat.transcript.items.length).toBe(limits.transcript);
		expect(chat.rooms.length).toBe(limits.rooms);
		expect(chat.rooms[0]?.name.length).toBeLessThan(100);
		const room = after(
			"room",
			...many((i) =>
				message("it", "poll", {
					id: i,
					stats: Object.fromEntries(many(() => frame("")).map((_, n) => [n, n])),
				}),
			).slice(0, 100),
			...many((i) => message("it", "counter", { id: i, raw: "1" })),
		);
		expect(room.polls.length).toBe(limits.polls);
		expect(room.polls[0]?.votes.length).toBe(limits.answers);
		expect(room.counters.length).toBe(limits.counters);
		const puff = after("puff", ...many((i) => state("it", { link: "online", temperature: i })));
		expect(puff.history.items.length).toBe(limits.warmth);
	});
});
