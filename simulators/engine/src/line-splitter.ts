export interface LineSplitterOptions {
	/** Longest line in UTF-16 units, without its end. */
	readonly maxLength: number;
	/** Told every line that is not blank, without its end. */
	readonly line: (line: string) => void;
	/** Told once per line that is too long, as soon as it is; the rest of the line is skipped. */
	readonly tooLong: () => void;
}

/** Cuts a stream of text into lines, and never holds more of it than one line may have. */
export class LineSplitter {
	readonly #options: LineSplitterOptions;
	#held = "";
	#skipping = false;

	constructor(options: LineSplitterOptions) {
		this.#options = options;
	}

	push(chunk: string): void {
		let from = 0;
		for (let to = chunk.indexOf("\n"); to !== -1; to = chunk.indexOf("\n", from)) {
			this.#take(chunk.slice(from, to));
			this.#finish();
			from = to + 1;
		}
		this.#take(chunk.slice(from));
	}

	/** The stream is over: what is left is a line too. */
	end(): void {
		this.#finish();
	}

	#take(text: string): void {
		if (this.#skipping) return;
		if (this.#held.length + text.length > this.#options.maxLength) {
			this.#skipping = true;
			this.#held = "";
			this.#options.tooLong();
		} else this.#held += text;
	}

	#finish(): void {
		const line = this.#held.endsWith("\r") ? this.#held.slice(0, -1) : this.#held;
		this.#held = "";
		this.#skipping = false;
		if (line.trim() !== "") this.#options.line(line);
	}
}
