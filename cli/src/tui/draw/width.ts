import stringWidth from "string-width";

/** Characters of one column each, frames, blocks and braille among them: most of what is drawn. */
const plain =
	/^[ -~\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u2190-\u2193\u2500-\u25f7\u2800-\u28ff]*$/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
	return plain.test(text) ? text.length : stringWidth(text);
}

/** The text, or as much of it as fits into so many columns; what is left out ends it in `…`. */
export function cut(text: string, columns: number): string {
	if (columns <= 0) return "";
	if (widthOf(text) <= columns) return text;
	return `${head(text, columns - 1)}…`;
}

/** The text in exactly so many columns. */
export function fit(text: string, columns: number, align: "left" | "right" = "left"): string {
	const shown = cut(text, columns);
	const gap = " ".repeat(Math.max(0, columns - widthOf(shown)));
	return align === "left" ? shown + gap : gap + shown;
}

/** Lines of at most so many columns, broken between words where that is possible. */
export function wrap(text: string, columns: number): readonly string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (widthOf(longer) <= columns) {
			line = longer;
			continue;
		}
		// Where nobody can break between words, as in Japanese, a line is filled before it is broken.
		if (line !== "" && widthOf(word) <= columns) lines.push(line);
		line = widthOf(word) <= columns ? word : longer;
		while (widthOf(line) > columns) {
			const part = head(line, columns) || firstOf(line);
			lines.push(part.trimEnd());
			line = line.slice(part.length);
		}
	}
	if (line !== "" || lines.length === 0) lines.push(line);
	return lines;
}

/** The beginning that fits, whole characters only. */
function head(text: string, columns: number): string {
	if (plain.test(text)) return text.slice(0, columns);
	let width = 0;
	for (const { segment, index } of graphemes.segment(text)) {
		width += stringWidth(segment);
		if (width > columns) return text.slice(0, index);
	}
	return text;
}

function firstOf(text: string): string {
	for (const { segment } of graphemes.segment(text)) return segment;
	return text;
}
