import type { JsonObject, JsonValue } from "@gw-sim/core";
import {
	isSerial,
	judgeCompletion,
	lockTopic,
	newLockState,
	type PairPayload,
	pairCompletion,
	parseLockState,
	serialInTopic,
	storedMode,
} from "@gw-sim/protocols/lock";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
	["empty", "", false],
	["one byte", "a", true],
	["spaces and signs", " :/?#", true],
	["250 bytes", "a".repeat(250), true],
	["251 bytes", "a".repeat(251), false],
	["250 bytes of two each", "é".repeat(125), true],
	["252 bytes of two each", "é".repeat(126), false],
	["252 bytes of four each", "🔒".repeat(63), false],
	["a lone high surrogate", "a\ud83d", false],
	["a lone low surrogate", "\udd12a", false],
	["swapped surrogates", "\udd12\ud83d", false],
])("a serial may be or not: %s", (_, serial, verdict) => {
	expect(isSerial(serial)).toBe(verdict);
});

test("a topic of any serial gives it back", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (serial) => {
			expect(serialInTopic(lockTopic(serial))).toBe(serial);
		}),
	);
});

test.each<[JsonValue, string | null]>([
	["lock:", ""],
	["lock:a:b", "a:b"],
	["lock", null],
	["Lock:a", null],
	["door:lock:a", null],
	[5, null],
	[null, null],
	[["lock:a"], null],
])("topic %j belongs to serial %j", (topic, serial) => {
	expect(serialInTopic(topic)).toBe(serial);
});

test("a new lock has the six keys of a state and is unconfigured", () => {
	const state = newLockState("a", "u");
	expect(state).toEqual({
		uuid: "u",
		serial: "a",
		name: null,
		mode: null,
		feature_flags: [],
		config: null,
	});
	expect(parseLockState({ ...state })).toEqual(state);
	expect(storedMode(state.mode)).toBe("unconfigured");
});

test("a mode that only a device can have, or none, leaves a lock unconfigured", () => {
	expect([null, 0, 1, 2, 3, 1.5].map(storedMode)).toEqual([
		"unconfigured",
		"unconfigured",
		"internal",
		"external",
		"unconfigured",
		"unconfigured",
	]);
});

const pending: PairPayload = {
	user: { id: 1, email: "owner@gw-sim.local" },
	name: "key fob",
	type: "tag",
	lock: "lock-8650",
};
const params: JsonObject = { ...pending, user: { ...pending.user } };

test("a completion echoes every key, known or not, and overwrites the serial", () => {
	const odd = JSON.parse('{"serial":"old","pair_id":[1],"__proto__":{"x":1}}') as JsonObject;
	const completion = pairCompletion(odd, "04A1B2C3");
	expect(JSON.parse(JSON.stringify(completion))).toEqual(
		JSON.parse('{"serial":"04A1B2C3","pair_id":[1],"__proto__":{"x":1}}'),
	);
	expect(Object.keys(completion)).toContain("__proto__");
	expect((completion as { x?: unknown }).x).toBeUndefined();
});

const judged = (completion: JsonValue | Uint8Array): unknown =>
	judgeCompletion(completion, pending);

test("the echo of the waiting pair is accepted", () => {
	expect(judged(pairCompletion(params, "04A1B2C3"))).toEqual({ ok: true, itemSerial: "04A1B2C3" });
});

test("keys of the device's own and another order do not matter", () => {
	const { user, ...rest } = params;
	expect(judged({ firmware: "1.2", ...rest, serial: "04", user: user ?? null })).toMatchObject({
		ok: true,
	});
});

test.each<[string, JsonValue | Uint8Array]>([
	["null", null],
	["a list", []],
	["text", "pair"],
	["bytes", new Uint8Array([1])],
	["no serial", params],
	["an empty serial", { ...params, serial: "" }],
	["a serial that is a number", { ...params, serial: 4 }],
	["a serial of 251 bytes", { ...params, serial: "a".repeat(251) }],
	["a serial that has no UTF-8 form", { ...params, serial: "\ud800" }],
	["no user", { name: "key fob", serial: "04" }],
	["a user that is a number", { ...params, user: 1, serial: "04" }],
	["a user without id", { ...params, user: {}, serial: "04" }],
])("a completion with %s is invalid", (_, completion) => {
	expect(judged(completion)).toEqual({ ok: false, reason: "invalid pair data" });
});

test.each<[string, JsonObject]>([
	["another user", { ...params, user: { id: 2, email: "owner@gw-sim.local" } }],
	["a user with a key more", { ...params, user: { ...pending.user, admin: true } }],
	["another label", { ...params, name: "phone" }],
	["another type", { ...params, type: "mobile_phone" }],
	["another lock", { ...params, lock: "lock-0001" }],
	["a key missing", { user: { ...pending.user }, name: "key fob" }],
])("a completion with %s is of no known pair", (_, completion) => {
	expect(judged({ ...completion, serial: "04" })).toEqual({ ok: false, reason: "unknown pair" });
});

test("no completion is accepted while no pair waits", () => {
	expect(judgeCompletion(pairCompletion(params, "04"), undefined)).toEqual({
		ok: false,
		reason: "unknown pair",
	});
});

test("any payload is judged without an exception", () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.boolean(), (payload, waits) => {
			const verdict = judgeCompletion(payload as JsonValue, waits ? pending : undefined);
			expect(verdict.ok).toBe(false);
		}),
	);
});
