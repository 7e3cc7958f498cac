const decimals = 20;
const integerDigits = 21;
const limit = 10n ** BigInt(integerDigits + decimals);

/** A decimal number in units of 10^-20, or null where it has smaller ones. */
export function unitsOf(text: string): bigint | null {
	const [, sign, whole = "", fraction = "", power = "0"] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
	if (whole === "") return null;
	const digits = BigInt(whole + fraction);
	if (digits === 0n) return 0n;
	const shift = Number(power) - fraction.length + decimals;
	if (Math.abs(shift) > 400) return null;
	const scale = 10n ** BigInt(Math.abs(shift));
	if (shift < 0 && digits % scale !== 0n) return null;
	const units = shift < 0 ? digits / scale : digits * scale;
	return sign === "-" ? -units : units;
}

/** A counter's sum with one more number; null where it leaves the range of counters. */
export function sumOf(sum: bigint, text: string): bigint | null {
	const more = unitsOf(text);
	if (more === null) return null;
	const result = sum + more;
	return result < limit && result > -limit ? result : null;
}
