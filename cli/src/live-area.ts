import type { Cancel, Clock } from "@gw-sim/core";

/** What a live area needs of a terminal. */
interface LiveOutput {
	write(text: string): void;
	/** Undefined or 0 where the terminal does not say. */
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
}

export interface LiveAreaOptions {
	readonly output: LiveOutput;
	readonly clock: Clock;
	/** The lines as they should be now, none wider than `columns`; they may hold colours. */
	readonly draw: (columns: number) => readonly string[];
}

/** Between two redraws: 15 a second. */
const redrawMs = 1000 / 15;

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
/** What is too wide for a terminal that has just shrunk is cut there, so that rows can be counted. */
const wrapOff = "\u001b[?7l";
const wrapOn = "\u001b[?7h";
const eraseLineRest = "\u001b[K";
const eraseBelow = "\r\u001b[J";

/**
 * Lines at the end of a terminal's output that are redrawn in place, and text that scrolls above
 * them. The cursor rests, hidden, where the first of them begins: there it also is after the terminal
 * has wrapped its lines anew for another width, so that whatever stands below can be erased.
 */
export class LiveArea {
	readonly #options: LiveAreaOptions;
	#drawn: readonly string[] = [];
	/** Null while nothing of it is to be seen. */
	#tick: Cancel | null = null;

	constructor(options: LiveAreaOptions) {
		this.#options = options;
	}

	/** Draws the lines, and keeps them up to date from now on. */
	open(): void {
		if (this.#tick !== null) return;
		this.#options.output.write(hideCursor);
		this.#redraw();
		this.#schedule();
	}

	/** Writes a line above. */
	print(line: string): void {
		const isOpen = this.#tick !== null;
		const below = isOpen ? inPlace(this.#drawn) : "";
		this.#options.output.write(`${isOpen ? eraseBelow : ""}${line}\n${below}`);
	}

	/** Draws afresh, for a terminal that has changed its size. */
	resized(): void {
		if (this.#tick === null) return;
		this.#options.output.write(eraseBelow);
		this.#drawn = [];
		this.#redraw();
	}

	/** Takes the lines away, and gives the terminal back; `open` draws them again. */
	close(): void {
		if (this.#tick === null) return;
		this.#tick();
		this.#tick = null;
		this.#drawn = [];
		this.#options.output.write(`${eraseBelow}${showCursor}`);
	}

	#schedule(): void {
		this.#tick = this.#options.clock.after(redrawMs, () => {
			this.#redraw();
			this.#schedule();
		});
	}

	#redraw(): void {
		const { output, draw } = this.#options;
		const columns = output.columns || 80;
		const rows = output.rows || 24;
		// A cursor in the last column means one thing to one terminal and another to the next.
		const lines = draw(Math.max(1, columns - 1)).slice(0, Math.max(1, rows - 1));
		const isSame =
			lines.length === this.#drawn.length && lines.every((line, i) => line === this.#drawn[i]);
		if (isSame) return;
		const erase = lines.length < this.#drawn.length ? eraseBelow : "";
		this.#drawn = lines;
		output.write(erase + inPlace(lines));
	}
}

/** Lines from the cursor on, which goes back to where it was. */
function inPlace(lines: readonly string[]): string {
	const up = lines.length > 1 ? `\u001b[${lines.length - 1}A` : "";
	const text = lines.map((line) => line + eraseLineRest).join("\n");
	return `${wrapOff}\r${text}\r${up}${wrapOn}`;
}
