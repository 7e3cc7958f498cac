import { type Marked, numberIn, stringIn } from "../marked-json.js";

/** What a value is to be read as. */
export interface Reading {
	/** Decimal digits without leading zeros. */
	readonly value: string;
	/** False where another gateway might refuse it: `5.0`, `-0`, `1e3`, `"007"`. */
	readonly isCertain: boolean;
}

const plain = /^(?:0|[1-9]\d*)$/;
const maxDigits = 20;

/** A whole number that is not negative, of at most 20 digits; null for anything else. */
export function wholeIn(value: Marked | undefined): Reading | null {
	const text = numberIn(value);
	if (text === null) return null;
	if (plain.test(text)) return reading(text, true);
	const whole = wholeNumber(text);
	return whole === null ? null : reading(whole, false);
}

/** An id: a whole number, or the decimal text of one; null for anything else. */
export function idIn(value: Marked | undefined): Reading | null {
	const text = stringIn(value);
	if (text === null) return wholeIn(value);
	if (plain.test(text)) return reading(text, true);
	return /^\d+$/.test(text) && text.length <= maxDigits
		? reading(text.replace(/^0+(?=\d)/, ""), false)
		: null;
}

function reading(value: string, isCertain: boolean): Reading | null {
	return value.length <= maxDigits ? { value, isCertain } : null;
}

/** The digits of a number that is whole however it is written, and not below 0; null for others. */
function wholeNumber(text: string): string | null {
	const [, sign, whole = "", fraction = "", power = "0"] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
	const digits = `${whole}${fraction}`.replace(/^0+/, "");
	if (digits === "") return "0";
	const point = digits.length - fraction.length + Number(power);
	if (sign === "-" || point < 1 || point > maxDigits || /[^0]/.test(digits.slice(point)))
		return null;
	return digits.slice(0, point).padEnd(point, "0");
}
