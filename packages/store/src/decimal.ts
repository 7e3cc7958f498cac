import { safe, UsageError } from "@gw-sim/core";

const decimals = 20;
const integerDigits = 21;
const one = 10n ** BigInt(decimals);
const limit = 10n ** BigInt(integerDigits + decimals);

/**
 * The exact sum of two decimal texts in plain notation ("-2.61"), or null where it does not fit:
 * |sum| >= 10^21 or more than 20 decimals.
 *
 * @param sum A number that fits, such as an earlier sum.
 * @param delta Anything that `String` gives for a finite number, and so also "1e-7".
 * @throws UsageError `bad-decimal` where one of them is not a decimal number.
 */
export function addDecimals(sum: string, delta: string): string | null {
	const left = parse(sum);
	const right = parse(delta);
	if (left === null || right === null) return null;
	const units = left + right;
	return units > -limit && units < limit ? format(units) : null;
}

/** The number in units of 10^-20, or null where no number that fits can make up for its size. */
function parse(text: string): bigint | null {
	const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
	if (match === null)
		throw new UsageError(`not a decimal number: "${safe(text, 40)}"`, { code: "bad-decimal" });
	const [, sign, whole = "", fraction = "", power = "0"] = match;
	const digits = trimZeros(whole + fraction);
	if (digits.text === "") return 0n;
	const exponent = Number(power) - fraction.length + digits.trailing;
	// Checked before any BigInt is made: "1e999999999" must not cost a gigabyte.
	if (exponent < -decimals || digits.text.length + exponent > integerDigits + 1) return null;
	const units = BigInt(digits.text) * 10n ** BigInt(exponent + decimals);
	return sign === "-" ? -units : units;
}

/** Written as loops: regular expressions for trailing zeros are quadratic. */
function trimZeros(digits: string): { readonly text: string; readonly trailing: number } {
	let start = 0;
	let end = digits.length;
	while (start < end && digits[start] === "0") start++;
	while (end > start && digits[end - 1] === "0") end--;
	return { text: digits.slice(start, end), trailing: digits.length - end };
}

function format(units: bigint): string {
	const size = units < 0n ? -units : units;
	const fraction = trimZeros(`1${(size % one).toString().padStart(decimals, "0")}`).text.slice(1);
	const sign = units < 0n ? "-" : "";
	return `${sign}${size / one}${fraction === "" ? "" : `.${fraction}`}`;
}
