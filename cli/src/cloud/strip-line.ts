/** How many colours a terminal has: all of them, the 256 of xterm's palette, or none. */
export type Colors = "all" | "256" | "none";

/** The colours that a terminal wants, by its environment (no-color.org). */
export function colorsOf(env: Readonly<Record<string, string | undefined>>): Colors {
	if ((env.NO_COLOR ?? "") !== "" || env.TERM === "dumb") return "none";
	return env.COLORTERM === "truecolor" || env.COLORTERM === "24bit" ? "all" : "256";
}

/** Red, green and blue from 0 to 255, with fractions. */
export type Rgb = readonly [red: number, green: number, blue: number];

const reset = "\u001b[0m";

/**
 * A strip of LEDs as one line: a short one with several blocks a LED, a long one with two LEDs a
 * character, and one that does not fit with the mean of several in each half. Without colours the
 * height of a block is the brightness.
 * @param frame Red, green and blue of each LED.
 */
export function stripLine(frame: Uint8Array, columns: number, colors: Colors): string {
	if (colors === "none") return heights(frame, columns);
	const leds = frame.length / 3;
	const shades = spread(frame, leds <= columns ? leds : 2 * columns);
	const painter = new Painter(colors);
	if (leds > columns) {
		for (let i = 0; i < shades.length; i += 2) painter.halves(shades[i], shades[i + 1]);
	} else {
		const width = Math.floor(columns / leds);
		for (const shade of shades) painter.block(shade, width);
	}
	return painter.line();
}

/** The mean colour of a strip, as in `#46586e`. */
export function meanHex(frame: Uint8Array): string {
	const [mean = [0, 0, 0]] = spread(frame, 1);
	return `#${mean.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** As many colours as are wanted, or as there are LEDs, each the mean of the LEDs in its place. */
export function spread(frame: Uint8Array, wanted: number): readonly Rgb[] {
	const leds = frame.length / 3;
	const count = Math.min(wanted, leds);
	return Array.from({ length: count }, (_, i) => {
		const from = Math.floor((i * leds) / count);
		const to = Math.floor(((i + 1) * leds) / count);
		return meanOf(frame, from, to);
	});
}

function meanOf(frame: Uint8Array, from: number, to: number): Rgb {
	const sum: [number, number, number] = [0, 0, 0];
	for (let led = from; led < to; led++) {
		sum[0] += frame[3 * led] ?? 0;
		sum[1] += frame[3 * led + 1] ?? 0;
		sum[2] += frame[3 * led + 2] ?? 0;
	}
	const count = to - from;
	return [sum[0] / count, sum[1] / count, sum[2] / count];
}

const blocks = " ▁▂▃▄▅▆▇█";

function heights(frame: Uint8Array, columns: number): string {
	const shades = spread(frame, columns);
	const width = Math.floor(columns / shades.length);
	return shades.map((shade) => heightOf(shade).repeat(width)).join("");
}

/** A colour as the height of a block, by relative luminance (BT.709); what shines at all is seen. */
export function heightOf([red, green, blue]: Rgb): string {
	const share = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
	return blocks[Math.ceil(share * 8)] ?? "█";
}

/** Writes coloured blocks, and says a colour only where it changes. */
class Painter {
	readonly #colors: Colors;
	#text = "";
	#front = "";
	#back = "";

	constructor(colors: Colors) {
		this.#colors = colors;
	}

	block(shade: Rgb, width: number): void {
		this.#paint(this.#code(shade), this.#back);
		this.#text += "█".repeat(width);
	}

	/** An odd LED at the end leaves its right half empty. */
	halves(left: Rgb | undefined, right: Rgb | undefined): void {
		if (left === undefined) return;
		this.#paint(this.#code(left), right === undefined ? "" : this.#code(right));
		this.#text += "▌";
	}

	line(): string {
		return this.#text + reset;
	}

	#paint(front: string, back: string): void {
		const codes: string[] = [];
		if (front !== this.#front) codes.push(`38;${front}`);
		if (back !== this.#back) codes.push(back === "" ? "49" : `48;${back}`);
		this.#front = front;
		this.#back = back;
		if (codes.length > 0) this.#text += `\u001b[${codes.join(";")}m`;
	}

	#code(shade: Rgb): string {
		return this.#colors === "all"
			? `2;${shade.map(Math.round).join(";")}`
			: `5;${nearestColor(shade)}`;
	}
}

const steps = [0, 95, 135, 175, 215, 255];

/** The number of the nearest colour in xterm's palette: its cube of 216, or its 24 greys. */
export function nearestColor(shade: Rgb): number {
	const [r, g, b] = shade.map(nearestStep);
	const cube: Rgb = [steps[r ?? 0] ?? 0, steps[g ?? 0] ?? 0, steps[b ?? 0] ?? 0];
	const mean = (shade[0] + shade[1] + shade[2]) / 3;
	const grey = Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
	const level = 8 + 10 * grey;
	return distance(shade, [level, level, level]) < distance(shade, cube)
		? 232 + grey
		: 16 + 36 * (r ?? 0) + 6 * (g ?? 0) + (b ?? 0);
}

function nearestStep(channel: number): number {
	const index = steps.findIndex((step, i) => channel <= (step + (steps[i + 1] ?? step)) / 2);
	return index === -1 ? steps.length - 1 : index;
}

function distance(a: Rgb, b: Rgb): number {
	return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
