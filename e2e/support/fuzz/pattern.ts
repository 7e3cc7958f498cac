import { isMarkedObject, type Marked, numberIn, stringIn } from "./marked-json.js";

/** What a frame has to be. Members that are undefined have to be absent, as all others. */
export type Pattern =
	| null
	| boolean
	/** Equal as doubles. */
	| number
	| string
	| Digits
	| Slot
	| ((value: Marked) => boolean)
	| readonly Pattern[]
	| { readonly [key: string]: Pattern | undefined };

/** An integer, digit by digit. */
export class Digits {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** Something that the gateway makes up: any value at first, and that value ever after. */
export class Slot {
	readonly #isLawful: (value: Marked) => boolean;
	#value: Marked | undefined;

	constructor(isLawful: (value: Marked) => boolean) {
		this.#isLawful = isLawful;
	}

	/** The text of the number or string; empty before it is known. */
	get text(): string {
		return numberIn(this.#value) ?? stringIn(this.#value) ?? "";
	}

	takes(value: Marked): boolean {
		if (this.#value !== undefined) return value === this.#value;
		if (!this.#isLawful(value)) return false;
		this.#value = value;
		return true;
	}
}

/** Whether a value is what a pattern asks for. */
export function matches(pattern: Pattern, value: Marked): boolean {
	if (typeof pattern === "function") return pattern(value);
	if (pattern instanceof Slot) return pattern.takes(value);
	if (pattern instanceof Digits) return value === `#${pattern.text}`;
	if (typeof pattern === "string") return value === `'${pattern}`;
	if (typeof pattern === "number") return Number(numberIn(value) ?? "NaN") === pattern;
	if (typeof pattern !== "object" || pattern === null) return value === pattern;
	if (isList(pattern))
		return (
			Array.isArray(value) &&
			value.length === pattern.length &&
			pattern.every((part, i) => matches(part, value[i]))
		);
	if (!isMarkedObject(value)) return false;
	const wanted = Object.entries(pattern).filter(([, part]) => part !== undefined);
	return (
		wanted.length === Object.keys(value).length &&
		wanted.every(([key, part]) => {
			const found = Object.hasOwn(value, key) ? value[key] : undefined;
			return part !== undefined && found !== undefined && matches(part, found);
		})
	);
}

/** A pattern as text, for people. */
export function shown(pattern: Pattern): string {
	return JSON.stringify(pattern, (_, part: unknown) => {
		if (typeof part === "function") return "<any that fits>";
		if (part instanceof Slot) return part.text === "" ? "<new>" : `<${part.text}>`;
		return part instanceof Digits ? `<${part.text}>` : part;
	});
}

function isList(pattern: object): pattern is readonly Pattern[] {
	return Array.isArray(pattern);
}
