import type { Row, Span, Style } from "./span.js";

/** A field of cells to draw on; what falls outside is not drawn. Every character is one column wide. */
export class Canvas {
	readonly columns: number;
	readonly height: number;
	readonly #cells: (Span | undefined)[][];

	constructor(columns: number, height: number) {
		this.columns = columns;
		this.height = height;
		this.#cells = Array.from({ length: height }, () => []);
	}

	/** Text from a cell to the right; all of it lies over what was there. */
	put(x: number, y: number, text: string, style: Style = {}): void {
		const line = this.#cells[y];
		if (line === undefined) return;
		for (const [i, character] of [...text].entries()) {
			const column = x + i;
			if (column >= 0 && column < this.columns) line[column] = { ...style, text: character };
		}
	}

	/** A box of lines with round corners. */
	box(x: number, y: number, columns: number, height: number, style: Style = {}): void {
		const line = "─".repeat(columns - 2);
		this.put(x, y, `╭${line}╮`, style);
		for (let i = 1; i < height - 1; i++) {
			this.put(x, y + i, "│", style);
			this.put(x + columns - 1, y + i, "│", style);
		}
		this.put(x, y + height - 1, `╰${line}╯`, style);
	}

	rows(): readonly Row[] {
		return this.#cells.map((line) =>
			Array.from({ length: this.columns }, (_, x) => line[x] ?? { text: " " }),
		);
	}
}
