import { describe, expect, test } from "vitest";
import { type Guest, type Message, RoomBench } from "./testing/room-bench.js";

interface Cap {
	readonly what: string;
	readonly limits: object;
	/** Says what the limit lets through, exactly as much as that. */
	readonly fill: (guest: Guest) => unknown;
	/** One more, that breaks it. */
	readonly over: readonly [type: string, data: unknown];
	/** What goes on working at the limit. */
	readonly still: readonly [type: string, data: unknown];
	/** What of it can be subscribed to. */
	readonly event: string;
	readonly left: readonly unknown[];
	readonly error: string;
}

const vote = (id: string, answer: string) => ({ id, answer });
const twelve = "abcdefghijkl";
const three = ["a", "b", "c"];

const caps: readonly Cap[] = [
	{
		what: "polls",
		limits: { polls: 3 },
		fill: (guest) => three.map((id) => guest.say("poll", vote(id, "x"))),
		over: ["poll", vote("d", "x")],
		still: ["poll", vote("a", "y")],
		event: "poll",
		left: [
			{ id: "a", stats: { y: 1 } },
			{ id: "b", stats: { x: 1 } },
			{ id: "c", stats: { x: 1 } },
		],
		error: "This room has too many polls.",
	},
	{
		what: "ephemeral polls",
		limits: { polls: 3 },
		fill: (guest) => three.map((id) => guest.say("ephemeralPoll", vote(id, "x"))),
		over: ["ephemeralPoll", vote("d", "x")],
		still: ["ephemeralPoll", vote("a", "y")],
		event: "ephemeralPoll",
		left: [
			{ id: "a", stats: { y: 1 } },
			{ id: "b", stats: { x: 1 } },
			{ id: "c", stats: { x: 1 } },
		],
		error: "This room has too many polls.",
	},
	{
		what: "votes",
		limits: { ballots: 3 },
		fill: (guest) => three.map((id) => guest.say("poll", vote(id, "x"))),
		over: ["poll", vote("d", "x")],
		still: ["poll", vote("a", "y")],
		event: "poll",
		left: [
			{ id: "a", stats: { y: 1 } },
			{ id: "b", stats: { x: 1 } },
			{ id: "c", stats: { x: 1 } },
		],
		error: "This room has too many votes.",
	},
	{
		what: "ephemeral votes",
		limits: { ballots: 3 },
		fill: (guest) => three.map((id) => guest.say("ephemeralPoll", vote(id, "x"))),
		over: ["ephemeralPoll", vote("d", "x")],
		still: ["ephemeralPoll", vote("a", "y")],
		event: "ephemeralPoll",
		left: [
			{ id: "a", stats: { y: 1 } },
			{ id: "b", stats: { x: 1 } },
			{ id: "c", stats: { x: 1 } },
		],
		error: "This room has too many votes.",
	},
	{
		what: "counters",
		limits: { counters: 3 },
		fill: (guest) => three.map((id) => guest.say("counter", { id, value: 1 })),
		over: ["counter", { id: "d", value: 1 }],
		still: ["counter", { id: "a", value: 1 }],
		event: "counter",
		left: [
			{ id: "a", value: 2 },
			{ id: "b", value: 1 },
			{ id: "c", value: 1 },
		],
		error: "This room has too many counters.",
	},
	{
		what: "the length of a poll's id",
		limits: { nameLength: 12 },
		fill: (guest) => guest.say("poll", vote(twelve, twelve)),
		over: ["poll", vote(`${twelve}x`, "x")],
		still: ["poll", { id: 123, answer: 456 }],
		event: "poll",
		left: [
			{ id: twelve, stats: { [twelve]: 1 } },
			{ id: "123", stats: { 456: 1 } },
		],
		error: "Name too long: at most 12 characters.",
	},
	{
		what: "the length of an answer",
		limits: { nameLength: 12 },
		fill: (guest) => guest.say("poll", vote("a", twelve)),
		over: ["poll", vote("a", `${twelve}x`)],
		still: ["poll", vote("b", twelve)],
		event: "poll",
		left: [
			{ id: "a", stats: { [twelve]: 1 } },
			{ id: "b", stats: { [twelve]: 1 } },
		],
		error: "Name too long: at most 12 characters.",
	},
	{
		what: "the length of a counter's id",
		limits: { nameLength: 7 },
		fill: (guest) => guest.say("counter", { id: "abcdefg", value: 1 }),
		over: ["counter", { id: "abcdefgh", value: 1 }],
		still: ["counter", { value: 1 }],
		event: "counter",
		left: [
			{ id: "abcdefg", value: 1 },
			{ id: "default", value: 1 },
		],
		error: "Name too long: at most 7 characters.",
	},
	{
		what: "the size of a counter",
		limits: {},
		fill: (guest) => guest.say("counter", { id: "a", value: 9e20 }),
		over: ["counter", { id: "a", value: 1e20 }],
		still: ["counter", { id: "a", value: 9e19 }],
		event: "counter",
		left: [{ id: "a", value: 9.9e20 }],
		error: "The counter has no place for such a number.",
	},
	{
		what: "the size of a counter that is none yet",
		limits: { counters: 1 },
		fill: (guest) => guest.say("ping"),
		over: ["counter", { id: "a", value: 1e300 }],
		still: ["counter", { id: "b", value: 1e-20 }],
		event: "counter",
		left: [{ id: "b", value: 1e-20 }],
		error: "The counter has no place for such a number.",
	},
];

describe.each(caps)("$what", ({ limits, fill, over, still, event, left, error }) => {
	const toldOf = async (rooms: object): Promise<{ bench: RoomBench; told: Message[] }> => {
		const bench = new RoomBench({ limits, rooms });
		const guest = await bench.enter();
		fill(guest);
		await bench.turn();
		expect(guest.take()).toEqual([]);
		const told = await guest.ask(...over);
		expect(await guest.ask(...still)).toEqual([]);
		expect(guest.code).toBeNull();
		expect(await bench.snapshots(event)).toEqual(left);
		return { bench, told };
	};

	test("one over the limit is met with silence, and all else goes on", async () => {
		const { told, bench } = await toldOf({});
		expect(told).toEqual([]);
		expect(bench.log).toEqual([]);
	});

	test("with strictErrors it is told", async () => {
		const { told } = await toldOf({ strictErrors: true });
		expect(told).toEqual([{ data: error, type: "error" }]);
	});
});

test("a poll has so many answers; who leaves one for another makes place for nobody", async () => {
	const bench = new RoomBench({ limits: { answers: 2 }, rooms: { strictErrors: true } });
	const [a, b, c] = (await bench.enterAll(3)) as [Guest, Guest, Guest];
	for (const type of ["poll", "ephemeralPoll"]) {
		expect(await a.ask(type, vote("p", "1"))).toEqual([]);
		expect(await b.ask(type, vote("p", "2"))).toEqual([]);
		const tooMany = [{ data: "This poll has too many answers.", type: "error" }];
		expect(await c.ask(type, vote("p", "3"))).toEqual(tooMany);
		expect(await a.ask(type, vote("p", "3"))).toEqual(tooMany);
		expect(await a.ask(type, vote("p", "2"))).toEqual([]);
		expect(await c.ask(type, vote("p", "3"))).toEqual([]);
		expect(await bench.snapshots(type)).toEqual([{ id: "p", stats: { 2: 2, 3: 1 } }]);
	}
});

test("an ephemeral poll that nobody votes in any more makes place for a new one", async () => {
	const bench = new RoomBench({ limits: { polls: 2 } });
	const [a, b] = (await bench.enterAll(2)) as [Guest, Guest];
	a.say("ephemeralPoll", vote("p", "1"));
	b.say("ephemeralPoll", vote("q", "1"));
	await bench.turn();
	a.socket.close(1000);
	await bench.turn();
	expect(await bench.snapshots("ephemeralPoll")).toEqual([
		{ id: "p", stats: {} },
		{ id: "q", stats: { 1: 1 } },
	]);
	b.say("ephemeralPoll", vote("r", "1"));
	await bench.turn();
	expect(await bench.snapshots("ephemeralPoll")).toEqual([
		{ id: "q", stats: { 1: 1 } },
		{ id: "r", stats: { 1: 1 } },
	]);
});

test("a room too many is refused with 503, and those that are there still let people in", async () => {
	const bench = new RoomBench({ limits: { rooms: 2 } });
	await bench.enter("room=a");
	await bench.enter("room=b");
	expect(await bench.knock("room=c")).toBe(503);
	expect(await bench.knock("")).toBe(503);
	expect((await bench.enter("room=a")).suffix).toBe(2);
	expect(bench.log).toEqual([
		expect.objectContaining({ event: "refused", status: 503, why: "too many rooms" }),
		expect.objectContaining({ event: "refused", status: 503, why: "too many rooms" }),
	]);
});

test("a connection has so many subscriptions, of which one more time counts none", async () => {
	const bench = new RoomBench({ limits: { subscriptions: 2 }, rooms: { strictErrors: true } });
	const guest = await bench.enter();
	const tooMany = [{ data: "Too many subscriptions: at most 2.", type: "error" }];
	expect(await guest.ask("subscribe", "chat")).toEqual([]);
	expect(await guest.ask("subscribe", "poll:a")).toEqual([]);
	expect(await guest.ask("subscribe", "chat:all")).toEqual([]);
	expect(await guest.ask("subscribe", "poll")).toEqual(tooMany);
	expect(await guest.ask("unsubscribe", "poll")).toEqual([]);
	expect(await guest.ask("subscribe", "poll")).toEqual([]);
	expect(await guest.ask("subscribe", "x")).toEqual(tooMany);
	expect(await guest.ask("chat", 1)).toHaveLength(1);
	expect(await (await bench.enter()).ask("subscribe", "x")).toEqual([]);
});

test("names of subscriptions and relays are bounded, too", async () => {
	const bench = new RoomBench({ limits: { nameLength: 4 }, rooms: { strictErrors: true } });
	const admin = await bench.admin();
	const tooLong = [{ data: "Name too long: at most 4 characters.", type: "error" }];
	expect(await admin.ask("subscribe", "event")).toEqual(tooLong);
	expect(await admin.ask("subscribe", "poll:lunch")).toEqual(tooLong);
	expect(await admin.ask("subscribe", "poll:food")).toEqual([]);
	expect(await admin.ask("relay", "event")).toEqual(tooLong);
	expect(await admin.ask("relay", "chat")).toEqual([]);
});

test("an administrator has so many relays, of which one more time counts none", async () => {
	const bench = new RoomBench({ limits: { subscriptions: 2 }, rooms: { strictErrors: true } });
	const admin = await bench.admin();
	const tooMany = [{ data: "Too many relays: at most 2.", type: "error" }];
	expect(await admin.ask("relay", "x")).toEqual([]);
	expect(await admin.ask("relay", "y")).toEqual([]);
	expect(await admin.ask("relay", "x")).toEqual([]);
	expect(await admin.ask("relay", "z")).toEqual(tooMany);
	expect(await admin.ask("deleteRelay", "x")).toEqual([]);
	expect(await admin.ask("relay", "z")).toEqual([]);
	expect(await (await bench.admin()).ask("relay", "x")).toEqual([]);
});

test.each([
	["properties", { properties: 2 }, { a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, "at most 2"],
	// The whole frame counts, and in bytes: {"type":"login","data":{"a":"é"}} are 34.
	["propertiesBytes", { propertiesBytes: 34 }, { a: "é" }, { a: "éx" }, "at most 34 bytes"],
])("%s: a login over it changes nothing", async (_, limits, fits, tooMuch, words) => {
	const strict = new RoomBench({ limits, rooms: { strictErrors: true } });
	for (const bench of [strict, new RoomBench({ limits })]) {
		const guest = await bench.enter();
		expect(await guest.ask("login", fits)).toMatchObject([
			{ type: "profile", data: { properties: fits } },
		]);
		const told = await guest.ask("login", tooMuch);
		expect(told).toEqual(
			bench === strict ? [{ data: expect.stringContaining(words), type: "error" }] : [],
		);
		expect(await guest.ask("profile")).toMatchObject([{ data: { properties: fits } }]);
	}
});

test.each([
	["depth 4", '{"type":"chat","data":[[[]]]}', '{"type":"chat","data":[[[[]]]]}'],
	["64 KiB of brackets", '{"type":"chat","data":[]}', "[".repeat(65_536)],
])("%s: what nests deeper is met with silence", async (_, fits, tooDeep) => {
	const strict = new RoomBench({ limits: { depth: 4 }, rooms: { strictErrors: true } });
	for (const bench of [strict, new RoomBench({ limits: { depth: 4 } })]) {
		const guest = await bench.enter();
		await guest.ask("subscribe", "chat");
		guest.raw(tooDeep).raw(fits);
		await bench.turn();
		const types = guest.take().map(({ type }) => type);
		expect(types).toEqual(bench === strict ? ["error", "chat"] : ["chat"]);
		expect(guest.code).toBeNull();
	}
});
