import { isDeeperThan, parseJson } from "./json.js";

/** From here on a number in JavaScript may be another one than the digits that were written. */
const longDigits = 16;

/** A JSON number of 16 or more digits, as it was written. */
export class ExactNumber {
	/** As in the JSON text: `6982582592583503353`, `-2.6099999999999994`. */
	readonly text: string;

	/** @param text A JSON number. */
	constructor(text: string) {
		this.text = text;
	}

	toString(): string {
		return this.text;
	}

	/** Plain JSON has no such number: there it becomes its text. */
	toJSON(): string {
		return this.text;
	}
}

/** A JSON value in which no digit of a number is lost. */
export type ExactJson =
	| null
	| boolean
	| number
	| string
	| ExactNumber
	| readonly ExactJson[]
	| ExactJsonObject;

export type ExactJsonObject = { readonly [key: string]: ExactJson };

export function isExactJsonObject(value: ExactJson | undefined): value is ExactJsonObject {
	return (
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof ExactNumber)
	);
}

/**
 * The value in a JSON text with its long numbers as `ExactNumber`s, or undefined where it is not
 * JSON, or where arrays and objects nest deeper than `maxDepth`.
 */
export function parseExactJson(text: string, maxDepth: number): ExactJson | undefined {
	// The usual case, at the platform's own speed.
	if (!mayHaveLongNumber(text)) {
		const value = parseJson(text);
		return value === undefined || isDeeperThan(value, maxDepth) ? undefined : value;
	}
	const reader = new Reader(text, maxDepth);
	try {
		return reader.document();
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** The shortest JSON text of a value; members that are undefined are left out. */
export function stringifyExactJson(value: ExactJson): string {
	if (value instanceof ExactNumber) return value.text;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(stringifyExactJson).join(",")}]`;
	let members = "";
	for (const [key, member] of Object.entries(value as Partial<ExactJsonObject>)) {
		if (member === undefined) continue;
		members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${stringifyExactJson(member)}`;
	}
	return `{${members}}`;
}

function mayHaveLongNumber(text: string): boolean {
	return text.length >= longDigits && /\d[\d.]{15}/.test(text);
}

const space = /[ \t\n\r]*/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringStop = /["\\]/g;
const word = /true|false|null/y;

/** RFC 8259, read from left to right. */
class Reader {
	readonly #text: string;
	#depth: number;
	#at = 0;

	constructor(text: string, maxDepth: number) {
		this.#text = text;
		this.#depth = maxDepth;
	}

	/** @throws SyntaxError for anything but one JSON value. */
	document(): ExactJson {
		const value = this.#value();
		this.#take(space);
		if (this.#at !== this.#text.length) throw new SyntaxError("more than one value");
		return value;
	}

	#value(): ExactJson {
		this.#take(space);
		switch (this.#text[this.#at]) {
			case "{":
				return this.#nested(() => this.#object());
			case "[":
				return this.#nested(() => this.#array());
			case '"':
				return this.#string();
			case "t":
			case "f":
			case "n":
				return JSON.parse(this.#expect(word));
			default:
				return this.#number();
		}
	}

	#nested<T>(read: () => T): T {
		if (this.#depth === 0) throw new SyntaxError("nested too deep");
		this.#depth--;
		this.#at++;
		const value = read();
		this.#depth++;
		return value;
	}

	#object(): ExactJsonObject {
		const object: Record<string, ExactJson> = {};
		if (this.#skip("}")) return object;
		do {
			this.#take(space);
			const key = this.#string();
			if (!this.#skip(":")) throw new SyntaxError("no colon");
			const value = this.#value();
			// By assignment this one key would set the prototype.
			if (key === "__proto__")
				Object.defineProperty(object, key, {
					value,
					writable: true,
					enumerable: true,
					configurable: true,
				});
			else object[key] = value;
		} while (this.#skip(","));
		if (!this.#skip("}")) throw new SyntaxError("an object does not end");
		return object;
	}

	#array(): readonly ExactJson[] {
		const array: ExactJson[] = [];
		if (this.#skip("]")) return array;
		do array.push(this.#value());
		while (this.#skip(","));
		if (!this.#skip("]")) throw new SyntaxError("an array does not end");
		return array;
	}

	/** The platform's parser judges escapes and control characters. */
	#string(): string {
		if (this.#text[this.#at] !== '"') throw new SyntaxError("no string");
		const start = this.#at;
		stringStop.lastIndex = start + 1;
		for (;;) {
			const stop = stringStop.exec(this.#text);
			if (stop === null) throw new SyntaxError("a string does not end");
			if (stop[0] === '"') break;
			stringStop.lastIndex = stop.index + 2;
		}
		this.#at = stringStop.lastIndex;
		return JSON.parse(this.#text.slice(start, this.#at));
	}

	#number(): number | ExactNumber {
		const text = this.#expect(numberToken);
		const digits = text.replace(/[eE].*|\D/g, "");
		return digits.length >= longDigits ? new ExactNumber(text) : Number(text);
	}

	/** Whether a character comes next, after blanks; takes it. */
	#skip(character: string): boolean {
		this.#take(space);
		const isNext = this.#text[this.#at] === character;
		if (isNext) this.#at++;
		return isNext;
	}

	#expect(token: RegExp): string {
		const text = this.#take(token);
		if (text === "") throw new SyntaxError("unexpected character");
		return text;
	}

	#take(token: RegExp): string {
		token.lastIndex = this.#at;
		const [text = ""] = token.exec(this.#text) ?? [];
		this.#at += text.length;
		return text;
	}
}
