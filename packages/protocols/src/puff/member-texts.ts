const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * The members of an object in JSON text, each value as it is written; of a key that comes twice the
 * last value counts. The text has to be known to be the JSON of an object.
 */
export function memberTexts(text: string): Map<string, string> {
	const members = new Map<string, string>();
	let depth = 0;
	let start = 0;
	let key: string | null = null;
	for (let i = 0; i < text.length; i++) {
		switch (text.charCodeAt(i)) {
			case quote:
				i = stringEnd(text, i);
				break;
			case openBrace:
			case openBracket:
				depth++;
				if (depth === 1) start = i + 1;
				break;
			case closeBrace:
			case closeBracket:
				depth--;
				if (depth === 0 && key !== null) members.set(key, text.slice(start, i).trim());
				break;
			case colon:
				if (depth !== 1) break;
				key = JSON.parse(text.slice(start, i));
				start = i + 1;
				break;
			case comma:
				if (depth !== 1) break;
				if (key !== null) members.set(key, text.slice(start, i).trim());
				start = i + 1;
				break;
		}
	}
	return members;
}

/** The JSON text of an object with these members. */
export function objectText(members: ReadonlyMap<string, string>): string {
	let text = "";
	for (const [key, value] of members)
		text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${value}`;
	return `{${text}}`;
}

/** The place of the quote that ends the string which begins at `start`. */
function stringEnd(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === quote) return i;
		if (code === backslash) i++;
	}
	return text.length;
}
