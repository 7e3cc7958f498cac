import { emptyTally, parseTally } from "@gw-sim/store";
import fc from "fast-check";
import { expect, test } from "vitest";
import { moveVote } from "./tally.js";
import { hostileNames } from "./testing/bench.js";

const bad = expect.objectContaining({ name: "UsageError", code: "bad-tally" });

test.each([
	["a vote enters", "[]", null, "a", '[["a",1]]'],
	["a vote joins another", '[["a",1],["b",1]]', null, "a", '[["a",2],["b",1]]'],
	["a vote moves", '[["a",2],["b",1]]', "a", "b", '[["a",1],["b",2]]'],
	["a choice that nobody holds leaves", '[["a",1],["b",1]]', "a", "b", '[["b",2]]'],
	["a choice that comes again is last", '[["b",2]]', "b", "a", '[["b",1],["a",1]]'],
	["a vote leaves", '[["a",1]]', "a", null, "[]"],
	["a vote that is not there cannot leave", '[["a",1]]', "b", "c", '[["a",1],["c",1]]'],
])("%s", (_, text, from, to, expected) => {
	expect(moveVote(text, from, to)).toBe(expected);
});

test("choices are any strings", () => {
	const text = hostileNames.reduce((tally, name) => moveVote(tally, null, name), emptyTally);
	expect([...parseTally(text)]).toEqual(hostileNames.map((name) => [name, 1]));
	expect(/\p{Cs}/u.test(text)).toBe(false);
	expect(hostileNames.reduce((tally, name) => moveVote(tally, name, null), text)).toBe(emptyTally);
});

test.each([
	"",
	"red",
	"7",
	"null",
	"{}",
	'"a"',
	'{"a":1}',
	"[1]",
	'["a",1]',
	'[["a"]]',
	'[["a",1,1]]',
	'[[1,"a"]]',
	'[["a","1"]]',
	'[["a",0]]',
	'[["a",-1]]',
	'[["a",1.5]]',
	'[["a",1e999]]',
	'[["a",9007199254740992]]',
	'[["a",1],["a",1]]',
	'[["a", 1]]',
	'[["a",1.0]]',
	'[["\\u0061",1]]',
	'[["\ud800",1]]',
	"[".repeat(100_000) + "]".repeat(100_000),
])("%.20j is no tally", (text) => {
	expect(() => parseTally(text)).toThrow(bad);
	expect(() => moveVote(text, null, "a")).toThrow(bad);
});

test("a count that could no longer be exact is refused", () => {
	const full = '[["a",9007199254740991]]';
	expect(parseTally(full).get("a")).toBe(Number.MAX_SAFE_INTEGER);
	expect(() => moveVote(full, null, "a")).toThrow(bad);
	expect(moveVote(full, "a", "b")).toBe('[["a",9007199254740990],["b",1]]');
});

test("whatever votes come and go, it reads as the counts of those that stay", () => {
	const choice = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: "binary" }));
	const moves = fc.array(fc.tuple(fc.nat(9), fc.option(choice)), { maxLength: 60 });
	fc.assert(
		fc.property(moves, (steps) => {
			const ballots = new Map<number, string | null>();
			let text = emptyTally;
			for (const [voter, to] of steps) {
				text = moveVote(text, ballots.get(voter) ?? null, to);
				ballots.set(voter, to);
			}
			const counts = new Map<string, number>();
			for (const vote of ballots.values())
				if (vote !== null) counts.set(vote, (counts.get(vote) ?? 0) + 1);
			expect(parseTally(text)).toEqual(counts);
		}),
	);
});

test("a vote among thousands of choices takes no more than reading them", () => {
	const text = JSON.stringify(Array.from({ length: 5000 }, (_, i) => [`choice ${i}`, 1]));
	const started = performance.now();
	for (let i = 0; i < 20; i++) moveVote(text, `choice ${i}`, "another");
	expect(performance.now() - started).toBeLessThan(2000);
});
