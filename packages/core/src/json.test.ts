import { isDeeperThan, isJsonObject, type JsonValue, jsonEquals, parseJson } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("what is not JSON parses to undefined", () => {
	for (const text of ["", "{", "nope", "[1,]", "\u0000"]) expect(parseJson(text)).toBeUndefined();
	expect(parseJson("null")).toBeNull();
});

test("equality ignores key order and nothing else", () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
			const [left, right] = [a as JsonValue, b as JsonValue];
			expect(jsonEquals(left, parseJson(JSON.stringify(left)) ?? null)).toBe(true);
			expect(jsonEquals(left, right)).toBe(jsonEquals(right, left));
		}),
	);
	expect(jsonEquals({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
	expect(jsonEquals({ a: 1 }, { a: "1" })).toBe(false);
	expect(jsonEquals([], {})).toBe(false);
	expect(jsonEquals(parseJson('{"__proto__":1}') ?? null, {})).toBe(false);
});

test("depth counts the containers around the innermost value", () => {
	expect(isDeeperThan(1, 0)).toBe(false);
	expect(isDeeperThan([], 0)).toBe(true);
	expect(isDeeperThan([{}], 2)).toBe(false);
	expect(isDeeperThan([{ a: [] }], 2)).toBe(true);
	const nest = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as JsonValue;
	expect(isDeeperThan(nest, 32)).toBe(true);
});

test("only plain objects are objects", () => {
	expect([null, [], "x", 1, undefined].some((v) => isJsonObject(v as JsonValue))).toBe(false);
	expect(isJsonObject({})).toBe(true);
});
