import * as v from "valibot";

type NumberSchema = v.GenericSchema<unknown, number>;

/** Longest delay that a timer of the platform can be given. */
const maxTimerMs = 2_147_483_647;

/** A whole number from `min`. */
export function count(min: number, max: number = Number.MAX_SAFE_INTEGER): NumberSchema {
	const message = `needs a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`}`;
	return v.pipe(
		v.number(message),
		v.integer(message),
		v.minValue(min, message),
		v.maxValue(max, message),
	);
}

export function milliseconds(min: number): NumberSchema {
	return count(min, maxTimerMs);
}

export function bytes(min: number): NumberSchema {
	return count(min, 1_073_741_824);
}

export function flag(): v.GenericSchema<unknown, boolean> {
	return v.boolean("needs true or false");
}

/** A text or null; a wrong value is no part of the message, since it may be a secret misspelt. */
export function secret(): v.GenericSchema<unknown, string | null> {
	const message = "needs a text that is not empty: put it in quotes";
	return v.nullable(v.pipe(v.string(message), v.minLength(1, message)));
}

/** An object with these keys and no others; an array is none. */
export function mapping<const Entries extends v.ObjectEntries>(
	entries: Entries,
): v.GenericSchema<unknown, v.InferOutput<v.StrictObjectSchema<Entries, undefined>>> {
	const isMapping = (value: unknown): boolean => !Array.isArray(value);
	return v.pipe(v.unknown(), v.check(isMapping, notMapping), v.strictObject(entries, notMapping));
}

const notMapping = "must be a mapping of keys";
