/** What a screen needs of a terminal. */
export interface ScreenOutput {
	/** False where the terminal is slower than what is written: it says `drain` when it has caught up. */
	write(text: string): boolean;
	once(event: "drain", listener: () => void): unknown;
}

const enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const leave = "\u001b[?7h\u001b[?25h\u001b[?1049l";
const clear = "\u001b[0m\u001b[2J";
const eraseRow = "\u001b[0m\u001b[2K";
/** Terminals that know these show all of it at once. */
const begin = "\u001b[?2026h";
const end = "\u001b[?2026l";

/**
 * A terminal's alternate screen, on which a frame is drawn by writing the rows that differ from the
 * frame before. While the terminal is slow frames are left out, and the latest one is drawn then.
 */
export class ScreenWriter {
	readonly #output: ScreenOutput;
	#isOpen = false;
	/** The rows on the screen; null where nothing is known of it. */
	#shown: readonly string[] | null = null;
	#isBusy = false;
	#waiting: readonly string[] | null = null;

	constructor(output: ScreenOutput) {
		this.#output = output;
	}

	/** Takes the terminal. */
	open(): void {
		if (this.#isOpen) return;
		this.#isOpen = true;
		this.#shown = null;
		this.#output.write(enter);
	}

	/** Shows these rows, and nothing else. */
	draw(rows: readonly string[]): void {
		if (!this.#isOpen) return;
		if (this.#isBusy) this.#waiting = rows;
		else this.#write(rows);
	}

	/** The terminal has another size, or was used by others: nothing on it is as it was. */
	invalidate(): void {
		this.#shown = null;
	}

	/** Gives the terminal back as it was. */
	close(): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#waiting = null;
		this.#output.write(leave);
	}

	#write(rows: readonly string[]): void {
		const before = this.#shown;
		let text = before === null ? clear : "";
		for (let i = 0; i < Math.max(rows.length, before?.length ?? 0); i++) {
			const row = rows[i] ?? "";
			if (row !== (before?.[i] ?? "")) text += `\u001b[${i + 1};1H${eraseRow}${row}`;
		}
		this.#shown = rows;
		if (text === "") return;
		if (this.#output.write(begin + text + end)) return;
		this.#isBusy = true;
		this.#output.once("drain", () => this.#drained());
	}

	#drained(): void {
		this.#isBusy = false;
		const rows = this.#waiting;
		this.#waiting = null;
		if (rows !== null) this.draw(rows);
	}
}
