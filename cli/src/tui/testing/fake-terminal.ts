import { EventEmitter } from "node:events";
import { widthOf } from "../draw/width.js";

/** A terminal's keyboard, as Ink listens to it. */
export class FakeStdin extends EventEmitter {
	readonly isTTY = true;
	isRaw = false;
	#data: string | null = null;

	setRawMode(isRaw: boolean): this {
		this.isRaw = isRaw;
		return this;
	}

	read(): string | null {
		const data = this.#data;
		this.#data = null;
		return data;
	}

	/** Somebody types. */
	type(text: string): void {
		this.#data = text;
		this.emit("readable");
	}

	setEncoding(): void {}
	ref(): void {}
	unref(): void {}
	pause(): void {}

	asStream(): NodeJS.ReadStream {
		return this as unknown as NodeJS.ReadStream;
	}
}

const part = new RegExp(`${"\u001b"}\\[([?]?[\\d;]*)([A-Za-z])|(.)`, "gsu");

/** A terminal's screen, as far as the UI uses one. */
export class FakeStdout extends EventEmitter {
	columns = 80;
	rows = 24;
	isAlternate = false;
	isCursorShown = true;
	#lines: string[][] = [];
	#row = 0;
	#column = 0;

	/** The rows without their colours and without spaces at their ends. */
	text(): string {
		return Array.from({ length: this.rows }, (_, i) =>
			Array.from(this.#lines[i] ?? [], (cell) => cell ?? " ")
				.join("")
				.trimEnd(),
		).join("\n");
	}

	write(text: string): boolean {
		for (const [, parameter = "", command, character = ""] of text.matchAll(part)) {
			if (command === undefined) this.#put(character);
			else this.#control(command, parameter);
		}
		return true;
	}

	asStream(): NodeJS.WriteStream {
		return this as unknown as NodeJS.WriteStream;
	}

	#put(character: string): void {
		const line = this.#lines[this.#row] ?? [];
		this.#lines[this.#row] = line;
		if (character === "\n") {
			this.#row++;
			this.#column = 0;
			return;
		}
		line[this.#column] = character;
		// The second column of a wide character shows nothing of its own.
		for (let i = 1; i < widthOf(character); i++) line[this.#column + i] = "";
		this.#column += widthOf(character);
	}

	#control(command: string, parameter: string): void {
		const [first = "1", second = "1"] = parameter.split(";");
		switch (command) {
			case "H":
				this.#row = Number(first) - 1;
				this.#column = Number(second) - 1;
				break;
			case "G":
				this.#column = Number(first) - 1;
				break;
			case "K":
				this.#lines[this.#row] = [];
				break;
			case "J":
				this.#lines = [];
				break;
			case "h":
			case "l":
				if (parameter === "?1049") this.isAlternate = command === "h";
				if (parameter === "?25") this.isCursorShown = command === "h";
				break;
			default:
				if (command !== "m") throw new Error(`this screen does not know ${command}`);
		}
	}
}
