import { createHash } from "node:crypto";
import {
	authMessage,
	isAuthenticationError,
	isClientSession,
	isTimestampFresh,
	parseSubscription,
	publicProperties,
	Subscriptions,
	subscriptionText,
	wrongKeyError,
	wrongTimestampError,
} from "@gw-sim/protocols/rooms";
import { describe, expect, test } from "vitest";

const sub = (text: string): { event: string; id: string } => {
	const parsed = parseSubscription(text);
	if (parsed === null) throw new Error(`no event in ${text}`);
	return parsed;
};

describe("public properties", () => {
	test("are those at the top without an underscore, but for the bag of subscriptions", () => {
		const properties = { name: "Ada", _email: "a@b", "": 1, subscriptions: {}, a: { _b: 2 } };
		expect(publicProperties(properties)).toEqual({ name: "Ada", "": 1, a: { _b: 2 } });
	});

	test("take __proto__ as private and constructor as public, without harm", () => {
		const shown = publicProperties(JSON.parse('{"__proto__":{"polluted":1},"constructor":1}'));
		expect(Object.keys(shown)).toEqual(["constructor"]);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});
});

describe("subscriptions", () => {
	const of = (...texts: string[]): Subscriptions => {
		const subscriptions = new Subscriptions();
		for (const text of texts) subscriptions.add(sub(text));
		return subscriptions;
	};

	test.each([
		["poll", "poll", "lunch", true],
		["poll", "poll", "all", true],
		["poll:all", "poll", "lunch", true],
		["poll:lunch", "poll", "lunch", true],
		["poll:lunch", "poll", "dinner", false],
		["poll:lunch", "poll", "all", false],
		["poll", "ephemeralPoll", "lunch", false],
		["chat", "chat", "all", true],
		["chat:x", "chat", "all", false],
		["weather:tor", "weather", "tor", true],
		["__proto__:constructor", "__proto__", "constructor", true],
		["poll", "constructor", "all", false],
	])("%s hears of %s %s: %s", (text, event, id, heard) => {
		expect(of(text).matches(event, id)).toBe(heard);
	});

	test("without an id drop the event with every id", () => {
		const subscriptions = of("poll", "poll:a", "poll:b", "chat");
		expect(subscriptions.size).toBe(4);
		subscriptions.remove(sub("poll:all"));
		expect([...subscriptions]).toEqual([{ event: "chat", id: "all" }]);
		expect(subscriptions.size).toBe(1);
	});

	test("hold the whole event when one id is dropped from it", () => {
		const subscriptions = of("poll");
		subscriptions.remove(sub("poll:a"));
		expect(subscriptions.matches("poll", "a")).toBe(true);
		expect(subscriptions.size).toBe(1);
	});

	test("are there once, however often they are made", () => {
		const subscriptions = of("poll:a", "poll:a", "poll:b");
		expect(subscriptions.size).toBe(2);
		subscriptions.remove(sub("poll:a"));
		subscriptions.remove(sub("poll:a"));
		subscriptions.remove(sub("chat"));
		expect(subscriptions.size).toBe(1);
		expect(subscriptions.matches("poll", "a")).toBe(false);
	});

	test.each(["chat", "poll:a", "poll:a:b", "poll::"])("%s is written as it was read", (text) => {
		expect(subscriptionText(sub(text))).toBe(text);
	});

	test("name an event, or are none", () => {
		expect(parseSubscription("")).toBeNull();
		expect(parseSubscription(":x")).toBeNull();
		expect(subscriptionText(sub("poll:all"))).toBe("poll");
	});
});

describe("authentication", () => {
	test("hashes room, time and signing key, as the original's example", () => {
		const text = authMessage("testRoom", "1631756233699", "deadbeef");
		expect(createHash("sha256").update(text, "utf8").digest("hex")).toBe(
			"89d88bb54565ea81c0d31c817eddba48c2fbbb0414fb4bb87c799bb2e824804a",
		);
	});

	test.each([
		[1_631_756_233_000, true],
		[1_631_756_533_000, true],
		[1_631_756_533_001, false],
		[1_631_755_933_000, true],
		[1_631_755_932_999, false],
		[0, false],
	])("at 1631756233 s and a bit, the time %i is fresh: %s", (ts, fresh) => {
		expect(isTimestampFresh(ts, 1_631_756_233_999)).toBe(fresh);
	});

	test("says what is wrong with a time, in whole seconds of its own", () => {
		const text = wrongTimestampError("1631755932999", 1_631_756_233_999);
		expect(text).toBe(
			"Wrong timestamp. Received 1631755932999 but now is 1631756233000 Diff is 300001",
		);
		expect(isAuthenticationError(text)).toBe(true);
		expect(isAuthenticationError(wrongKeyError)).toBe(true);
		expect(isAuthenticationError("Not JSON.")).toBe(false);
	});
});

test.each([
	["c02246a4-799c-431e-b796-1b102c04595d", true],
	["A_z-9", true],
	["x".repeat(64), true],
	["x".repeat(65), false],
	["", false],
	["a b", false],
	["é", false],
	["a\n", false],
])("a client may call its session %j: %s", (id, may) => {
	expect(isClientSession(id)).toBe(may);
});
