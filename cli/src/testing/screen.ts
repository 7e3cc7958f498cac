const part = new RegExp(`${"\u001b"}\\[(\\??\\d*)([A-Za-z])|(.)`, "gsu");

/** A terminal's screen, as far as live areas use one. */
export class Screen {
	columns: number | undefined;
	readonly rows: number;
	isCursorShown = true;
	writes = 0;
	readonly #lines: string[][] = [[]];
	/** The first row that has not scrolled away. */
	#top = 0;
	#row = 0;
	#column = 0;
	#wraps = true;

	constructor(columns: number, rows: number) {
		this.columns = columns;
		this.rows = rows;
	}

	/** The rows that there are, without empty ones at the end. */
	text(): string[] {
		const rows = this.#lines.slice(this.#top).map((line) => line.join(""));
		while (rows.at(-1) === "") rows.pop();
		return rows;
	}

	write(text: string): void {
		this.writes++;
		for (const [, parameter = "", command, character] of text.matchAll(part)) {
			if (command !== undefined) this.#control(command, parameter);
			else if (character === "\r") this.#column = 0;
			else if (character === "\n") this.#down();
			else this.#put(character ?? "");
		}
	}

	#control(command: string, parameter: string): void {
		switch (command + parameter) {
			case "K":
				this.#line().length = Math.min(this.#line().length, this.#column);
				break;
			case "J":
				this.#line().length = Math.min(this.#line().length, this.#column);
				this.#lines.length = this.#row + 1;
				break;
			case "l?25":
			case "h?25":
				this.isCursorShown = command === "h";
				break;
			case "l?7":
			case "h?7":
				this.#wraps = command === "h";
				break;
			default:
				if (command !== "A") throw new Error(`this screen does not know ${command}`);
				this.#row = Math.max(this.#top, this.#row - Number(parameter));
		}
	}

	#put(character: string): void {
		const width = this.columns || 80;
		if (this.#column === width && this.#wraps) this.#down();
		this.#column = Math.min(this.#column, width - 1);
		const line = this.#line();
		while (line.length < this.#column) line.push(" ");
		line[this.#column++] = character;
	}

	/** As a terminal in cooked mode writes it: to the next row's beginning. */
	#down(): void {
		this.#row++;
		this.#top = Math.max(this.#top, this.#row - this.rows + 1);
		this.#column = 0;
		this.#lines[this.#row] ??= [];
	}

	#line(): string[] {
		const line = this.#lines[this.#row];
		if (line === undefined) throw new Error("the cursor left the screen");
		return line;
	}
}
