import type { Key } from "../key.js";
import type { TextInput } from "../overlay.js";

const maxLength = 1000;

export const emptyInput: TextInput = { text: "", cursor: 0 };

/** With the cursor at its end. */
export function inputOf(text: string): TextInput {
	return { text, cursor: [...text].length };
}

/** A line after a key; null where the key means nothing to it. */
export function typed(input: TextInput, key: Key): TextInput | null {
	const characters = [...input.text];
	const { cursor } = input;
	const cut = (from: number, to: number): TextInput => ({
		text: [...characters.slice(0, from), ...characters.slice(to)].join(""),
		cursor: from,
	});
	switch (key.name) {
		case "left":
			return { ...input, cursor: Math.max(0, cursor - 1) };
		case "right":
			return { ...input, cursor: Math.min(characters.length, cursor + 1) };
		case "home":
		case "ctrl+a":
			return { ...input, cursor: 0 };
		case "end":
		case "ctrl+e":
			return { ...input, cursor: characters.length };
		case "backspace":
			return cut(Math.max(0, cursor - 1), cursor);
		case "delete":
			return cut(cursor, Math.min(characters.length, cursor + 1));
		case "ctrl+u":
			return cut(0, cursor);
		case "ctrl+w":
			return cut(wordStart(characters, cursor), cursor);
		default:
			if (key.text === "") return null;
			if (characters.length >= maxLength) return input;
			return {
				text: [...characters.slice(0, cursor), key.text, ...characters.slice(cursor)].join(""),
				cursor: cursor + 1,
			};
	}
}

function wordStart(characters: readonly string[], cursor: number): number {
	let start = cursor;
	while (start > 0 && characters[start - 1] === " ") start--;
	while (start > 0 && characters[start - 1] !== " ") start--;
	return start;
}
