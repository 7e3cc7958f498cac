import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	ExactNumber,
	isExactJsonObject,
	parseExactJson,
	stringifyExactJson,
} from "./exact-json.js";

const long = "6982582592583503353";

describe("parseExactJson", () => {
	test.each([
		long,
		"-6982582592583503353",
		"9835823582359235235",
		"21230208002123020800",
		"2.6099999999999994",
		"-0.12345678901234567e-7",
	])("keeps %s digit by digit", (text) => {
		expect(parseExactJson(`{"id":${text}}`, 2)).toEqual({ id: new ExactNumber(text) });
		expect(stringifyExactJson({ id: new ExactNumber(text) })).toBe(`{"id":${text}}`);
	});

	test("leaves short numbers and digits in strings alone", () => {
		const text = `{"content":"id: ${long}, \\"x\\": 12345678901234567890","n":[1,2.5,1e3]}`;
		expect(parseExactJson(text, 3)).toEqual(JSON.parse(text));
	});

	test("takes __proto__ as an ordinary key", () => {
		const value = parseExactJson(`{"__proto__":{"admin":true},"id":${long}}`, 3);
		expect(Object.keys(value as object)).toEqual(["__proto__", "id"]);
		expect(({} as { admin?: boolean }).admin).toBeUndefined();
	});

	test.each([
		"",
		`${long} 1`,
		`[${long}`,
		`{"a":${long},}`,
		`{"a" ${long}}`,
		`{a:${long}}`,
		`[${long},]`,
		`0${long}`,
		`+${long}`,
		`["\t",${long}]`,
		`["\\x",${long}]`,
		`[nul,${long}]`,
		`[${long}.]`,
	])("refuses %j", (text) => {
		expect(parseExactJson(text, 8)).toBeUndefined();
	});

	test.each([
		["[[1]]", 1],
		[`[[${long}]]`, 1],
		[`{"a":{"b":[${long}]}}`, 2],
	])("refuses %s below depth %i", (text, depth) => {
		expect(parseExactJson(text, depth)).toBeUndefined();
		expect(parseExactJson(text, depth + 1)).toBeDefined();
	});

	test("bears a text that is nothing but brackets", () => {
		expect(parseExactJson(`${"[".repeat(65_536)}${long}`, 32)).toBeUndefined();
	});

	test("agrees with JSON.parse wherever there is no long number", () => {
		fc.assert(
			fc.property(fc.json({ maxDepth: 4 }), (json) => {
				const plain: unknown = JSON.parse(json);
				const [first, exact] = parseExactJson(`[${long},${json}]`, 12) as [ExactNumber, unknown];
				expect(first.text).toBe(long);
				expect(JSON.stringify(numbers(exact))).toBe(JSON.stringify(plain));
			}),
		);
	});

	test("reads back what it writes", () => {
		fc.assert(
			fc.property(fc.json({ maxDepth: 4 }), fc.bigInt(), (json, integer) => {
				const text = `{"a":${json},"b":${integer}}`;
				const value = parseExactJson(text, 12);
				if (value === undefined) throw new Error(`refused: ${text}`);
				expect(parseExactJson(stringifyExactJson(value), 12)).toEqual(value);
			}),
		);
	});

	test("never throws", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom(...`{}[]",:\\ 0123456789.eE-+tfn${long}`) }),
				(text) => {
					const value = parseExactJson(`${text}${long}`, 8);
					const isJson = (() => {
						try {
							JSON.parse(`${text}${long}`);
							return true;
						} catch {
							return false;
						}
					})();
					if (!isJson) expect(value).toBeUndefined();
				},
			),
		);
	});
});

describe("isExactJsonObject", () => {
	test("an exact number is none", () => {
		expect(isExactJsonObject(new ExactNumber(long))).toBe(false);
		expect(isExactJsonObject([])).toBe(false);
		expect(isExactJsonObject(null)).toBe(false);
		expect(isExactJsonObject({})).toBe(true);
	});
});

/** Exact numbers turned into plain ones. */
function numbers(value: unknown): unknown {
	if (value instanceof ExactNumber) return Number(value.text);
	if (Array.isArray(value)) return value.map(numbers);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, numbers(member)]));
}
