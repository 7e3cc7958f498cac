import { integer, type Random } from "@gw-sim/core";
import { pick, weighted } from "./chance.js";

/** JSON texts that a careless reader trips over; some of them no `JSON.stringify` would write. */
const scalars = [
	"null",
	"true",
	"false",
	"0",
	"-0",
	"1",
	"-1",
	"5",
	"0.1",
	"1.5",
	"-15.14",
	"1e2",
	"1E+2",
	"12e-1",
	"1.0",
	"1e-7",
	"1e-30",
	"5e-324",
	"1e21",
	"1e308",
	"-1e308",
	"1e999",
	"-1e999",
	"9007199254740991",
	"9007199254740993",
	"18446744073709551615",
	"99999999999999999999",
	"100000000000000000000",
	"-9835823582359235235",
	"9835823582359235235.5",
	"0.1000000000000000055511151231257827",
	"3.0000000000000000000",
	`1${"0".repeat(400)}`,
	`0.${"0".repeat(400)}1`,
	'""',
	'" "',
	'"\\t\\n\\r "',
	'"\\u00a0\\u2003\\ufeff"',
	'"\\u0000"',
	'"\\u0000\\u001b]52;c;aGk=\\u0007"',
	'"\\ud800"',
	'"a\\udfff\\ud800b"',
	'"\\ud83d\\ude00"',
	'"\u202e\u2066txt.exe\u200b"',
	'"\u2028\u2029\u0085"',
	'"{}"',
	'"\\"}],"',
	'"\\\\"',
	'"0"',
	'"7"',
	'"007"',
	'"-1"',
	'"1.5"',
	'"0x10"',
	'" 5 "',
	'"1e999"',
	'"Infinity"',
	'"NaN"',
	'"all"',
	'":"',
	'":x"',
	'"x:"',
	'"poll:all"',
	'"99999999999999999999"',
	'"100000000000000000000"',
	'"18446744073709551615"',
	'"__proto__"',
	'"constructor"',
	'"prototype"',
	'"toString"',
	'"hasOwnProperty"',
	'"subscriptions"',
	'"_secret"',
	"[]",
	"{}",
	"[null]",
	"[3]",
	'["a","b"]',
	"[[[[]]]]",
	'{"toString":1}',
	'{"toString":null,"valueOf":"x"}',
	'{"valueOf":"7","length":-1}',
	'{"a":1,"a":2}',
	'{"__proto__":{"polluted":true}}',
	'{"__proto__":null}',
	'{"__proto__":{"polluted":9007199254740993},"id":1}',
	'{"constructor":{"prototype":{"polluted":true}}}',
	'{"":{"":""}}',
	'{"id":"__proto__","answer":"__proto__","value":"1"}',
	'{"then":"x"}',
] as const;

const keys = [
	"__proto__",
	"constructor",
	"prototype",
	"toString",
	"valueOf",
	"hasOwnProperty",
	"toJSON",
	"then",
	"polluted",
	"",
	" ",
	"\0",
	"\u202e",
	"length",
	"0",
	"f",
	"cnf",
	"e",
	"t",
	"s",
	"type",
	"data",
	"id",
] as const;

/** JSON text of any value, mostly one that should not be where it is put. */
export function hostileJson(random: Random): string {
	return weighted(random, [
		[20, () => pick(random, scalars)],
		[2, () => String(integer(random, -100, 100_000))],
		[2, () => JSON.stringify(String.fromCharCode(integer(random, 0, 0xffff)))],
		[1, () => nested(integer(random, 1, 40))],
		[1, () => wide(random)],
		[1, () => `"${"x".repeat(integer(random, 1, 600))}"`],
		[1, () => JSON.stringify("ü€😀".repeat(integer(random, 1, 40)))],
	]);
}

/** JSON text of a key that is an ordinary one, or should be. */
export function hostileKey(random: Random): string {
	return JSON.stringify(pick(random, keys));
}

function nested(depth: number): string {
	return depth % 2 === 0
		? `${"[".repeat(depth)}${"]".repeat(depth)}`
		: `${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`;
}

function wide(random: Random): string {
	const count = integer(random, 10, 120);
	return random() < 0.5
		? `[${"0,".repeat(count)}0]`
		: `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join()}}`;
}
