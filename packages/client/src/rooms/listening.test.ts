import { expect, test } from "vitest";
import { roomProfile } from "../testing/raw-room.js";
import { RoomBench } from "../testing/room-bench.js";
import type { RoomsClientEvents } from "./index.js";

/** What one event tells of one frame. */
async function heard<Name extends keyof RoomsClientEvents & string>(
	event: Name,
	text: string,
): Promise<RoomsClientEvents[Name][]> {
	const { clock, server, client } = await RoomBench.online();
	const told: RoomsClientEvents[Name][] = [];
	client.on(event, (value) => told.push(value));
	server.sendText(text);
	await clock.advance(0);
	return told;
}

test.each([
	["config", '{"type":"config","data":"x"}', "x"],
	[
		"chat",
		'{"type":"chat","data":{"message":"hi","user":{"suffix":2,"properties":{"a":1}}}}',
		{ message: "hi", user: { suffix: 2, properties: { a: 1 } } },
	],
	[
		"chat",
		'{"type":"chat","data":{"user":{"suffix":2,"properties":{}}}}',
		{ message: undefined, user: { suffix: 2, properties: {} } },
	],
	[
		"poll",
		'{"type":"poll","data":{"id":5,"stats":{"a":2,"b":1}}}',
		{ id: "5", stats: new Map([...Object.entries({ a: 2, b: 1 })]) },
	],
	[
		"ephemeralPoll",
		'{"type":"ephemeralPoll","data":{"id":"m","stats":{}}}',
		{ id: "m", stats: new Map() },
	],
	[
		"counter",
		'{"type":"counter","data":{"id":"a","value":2.61}}',
		{ id: "a", value: 2.61, raw: "2.61" },
	],
	[
		"counter",
		'{"type":"counter","data":{"id":7,"value":"1442377.78"}}',
		{ id: "7", value: 1442377.78, raw: "1442377.78" },
	],
	[
		"counter",
		'{"type":"counter","data":{"id":"a","value":12345678901234567890.12345678901234567891}}',
		{ id: "a", value: 12345678901234567000, raw: "12345678901234567890.12345678901234567891" },
	],
	["ping", '{"type":"ping","data":5}', 5],
	["error", '{"data":"no","type":"error"}', "no"],
	[
		"relay",
		`{"data":{"type":"wave","data":1,"user":${JSON.stringify(roomProfile)}},"type":"relay:wave"}`,
		{ type: "wave", data: 1, user: roomProfile },
	],
	["message", '{"type":"news","data":[1]}', { type: "news", data: [1] }],
	["message", "{}", {}],
] as const)("the event %s tells of %s", async (event, text, value) => {
	expect(await heard(event, text)).toEqual([value]);
});

test("a poll about __proto__ harms nobody", async () => {
	const [poll] = await heard(
		"poll",
		'{"type":"poll","data":{"id":"__proto__","stats":{"__proto__":1,"constructor":2}}}',
	);
	expect(poll?.id).toBe("__proto__");
	expect([...(poll?.stats ?? [])]).toEqual([
		["__proto__", 1],
		["constructor", 2],
	]);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test.each([
	["bad-frame", "nonsense"],
	["bad-frame", "[1]"],
	["bad-event", '{"type":"chat","data":1}'],
	["bad-event", '{"type":"counter","data":{"id":"a","value":null}}'],
])("a %s is told and ignored: %s", async (code, text) => {
	expect((await heard("problem", text)).map((problem) => problem.code)).toEqual([code]);
});

test("a listener that throws is told as a problem, and the client goes on", async () => {
	const { clock, server, client, problems } = await RoomBench.online();
	client.on("ping", () => {
		throw new Error("mine");
	});
	server.send("ping", 1);
	await clock.advance(0);
	expect(problems).toEqual(["listener"]);
	expect(client.link).toBe("online");
});

test("every frame is told, in and out", async () => {
	const { clock, client } = await RoomBench.online();
	const frames: unknown[] = [];
	client.on("frame", ({ direction, frame }) => frames.push([direction, frame]));
	const asked = client.getProfile();
	await clock.advance(0);
	await asked;
	expect(frames).toEqual([
		["out", '{"type":"profile"}'],
		["in", JSON.stringify({ type: "profile", data: roomProfile })],
	]);
});

test("subscriptions are made again on every connection, those asked for off line too", async () => {
	const bench = new RoomBench();
	const { clock, server, client } = bench;
	client.subscribe("chat");
	void client.connect();
	await clock.advance(0);
	client.subscribe("poll", "a:b");
	client.subscribe("counter:7");
	client.subscribe("weather", 5);
	client.unsubscribe("weather");
	await clock.advance(0);
	expect(server.said.map(({ type, data }) => [type, data])).toEqual([
		["subscribe", "chat"],
		["subscribe", "poll:a:b"],
		["subscribe", "counter:7"],
		["subscribe", "weather:5"],
		["unsubscribe", "weather"],
	]);
	server.received.length = 0;
	await bench.cut();
	expect(server.said.map(({ data }) => data)).toEqual(["chat", "poll:a:b", "counter:7"]);
});

test("a subscription without an event, or with two ids, is refused", async () => {
	const { client } = new RoomBench();
	expect(() => client.subscribe("")).toThrow(/must not be empty/);
	expect(() => client.subscribe(":x")).toThrow(/must not be empty/);
	expect(() => client.subscribe("poll:a", "b")).toThrow(/has an id already/);
});
