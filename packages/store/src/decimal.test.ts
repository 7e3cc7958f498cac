import { addDecimals } from "@gw-sim/store";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
	["17.75", "-15.14", "2.61"],
	["0.1", "0.2", "0.3"],
	["0", "0", "0"],
	["1", "-1", "0"],
	["-0", "-0.0", "0"],
	["1.50", "0.50", "2"],
	["-0.5", "0.25", "-0.25"],
	["0", "1e-7", "0.0000001"],
	["0", "1.5e+3", "1500"],
	["0", "+007", "7"],
	["0", "1e-20", "0.00000000000000000001"],
	["0", "10e-21", "0.00000000000000000001"],
	["0", "0e999999999", "0"],
	["999999999999999999999", "0.99999999999999999999", "999999999999999999999.99999999999999999999"],
	["-900000000000000000000", "1e21", "100000000000000000000"],
	["9007199254740993", "0", "9007199254740993"],
])("%s + %s = %s", (sum, delta, expected) => {
	expect(addDecimals(sum, delta)).toBe(expected);
});

test.each([
	["999999999999999999999", "1"],
	["-999999999999999999999", "-1"],
	["0", "1e21"],
	["0", "1e22"],
	["0", "1e-21"],
	["0.5", "0.000000000000000000001"],
	["0", "1e999999999999999999999"],
	["0", "-1e-999999999999999999999"],
])("%s + %s does not fit", (sum, delta) => {
	expect(addDecimals(sum, delta)).toBeNull();
});

test.each(["", " 1", "1 ", ".5", "5.", "NaN", "Infinity", "0x10", "1e", "1_0", "--1", "١", "1\n"])(
	"%j is no decimal number",
	(text) => {
		expect(() => addDecimals("0", text)).toThrow(expect.objectContaining({ code: "bad-decimal" }));
		expect(() => addDecimals(text, "0")).toThrow(expect.objectContaining({ code: "bad-decimal" }));
	},
);

/** An integer in units of 10^-decimals as decimal text. */
function scaled(units: bigint, decimals: number): string {
	const digits = `${units < 0n ? -units : units}`.padStart(decimals + 1, "0");
	const at = digits.length - decimals;
	const fraction = decimals === 0 ? "" : `.${digits.slice(at)}`;
	return `${units < 0n ? "-" : ""}${digits.slice(0, at)}${fraction}`;
}

test("agrees with whole numbers of any scale", () => {
	const units = fc.bigInt(-(10n ** 24n), 10n ** 24n);
	fc.assert(
		fc.property(units, units, fc.integer({ min: 4, max: 20 }), (a, b, decimals) => {
			const sum = addDecimals(scaled(a, decimals), scaled(b, decimals));
			const exact = a + b;
			const isSmall =
				exact > -(10n ** BigInt(21 + decimals)) && exact < 10n ** BigInt(21 + decimals);
			expect(sum !== null).toBe(isSmall);
			if (sum === null) return;
			expect(sum).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
			const [, fraction = ""] = sum.split(".");
			expect(BigInt(sum.replace(".", "") + "0".repeat(decimals - fraction.length))).toBe(exact);
		}),
	);
});

test("order does not matter, and a sum takes back exactly what was added", () => {
	const number = fc.tuple(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.integer({ min: 0, max: 20 }));
	fc.assert(
		fc.property(number, number, ([a, i], [b, j]) => {
			const [left, right] = [scaled(a, i), scaled(b, j)];
			const sum = addDecimals(left, right) ?? "";
			expect(addDecimals(right, left)).toBe(sum);
			expect(addDecimals(sum, scaled(-b, j))).toBe(addDecimals(left, "0"));
		}),
	);
});

test("whatever String makes of a finite number is a decimal number", () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
			expect(() => addDecimals("0", String(number))).not.toThrow();
		}),
	);
});

test("long digits cost no more than reading them", () => {
	const started = performance.now();
	expect(addDecimals("0", `1${"0".repeat(1_000_000)}`)).toBeNull();
	expect(addDecimals("0", `0.${"0".repeat(1_000_000)}1`)).toBeNull();
	expect(addDecimals("0", `${"0".repeat(1_000_000)}1.5${"0".repeat(1_000_000)}`)).toBe("1.5");
	expect(performance.now() - started).toBeLessThan(1000);
});
