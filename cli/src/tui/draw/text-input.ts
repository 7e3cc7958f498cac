import type { TextInput } from "../overlay.js";
import { dim, type Row, span } from "./span.js";
import { widthOf } from "./width.js";

export interface ShownInput extends TextInput {
	/** Shown where nothing is written. */
	readonly placeholder: string;
}

/** A line that is being written, with its cursor where keys go to it; its end is what is seen of a long one. */
export function inputRow(
	{ text, cursor, placeholder }: ShownInput,
	columns: number,
	isFocused: boolean,
): Row {
	if (!isFocused) return text === "" ? [dim(placeholder)] : [span(text)];
	const characters = [...text];
	let from = 0;
	while (widthOf(characters.slice(from, cursor).join("")) > columns - 2) from++;
	const before = characters.slice(from, cursor).join("");
	const at = characters[cursor] ?? " ";
	const after = characters.slice(cursor + 1).join("");
	const rest = text === "" ? [dim(` ${placeholder}`)] : [span(after)];
	return [span(before), { text: at, inverse: true }, ...rest];
}
