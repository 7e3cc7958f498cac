import type { Colors, Rgb } from "../../cloud/strip-line.js";
import { hexOf, rgbOfHue } from "./hue.js";
import { bold, dim, type Row, type Span, span } from "./span.js";

const gridRows = 6;
const side = 2;

interface Picked {
	/** Degrees. */
	readonly hue: number;
	/** Percent. */
	readonly saturation: number;
}

/**
 * All hues from left to right, pale below and full above, with a cross at what is picked; rulers
 * beside them tell the place where there are no colours. Below it stands the colour in words.
 */
export function pickerRows(picked: Picked, columns: number, colors: Colors): readonly Row[] {
	const width = columns - side;
	const x = Math.min(width - 1, Math.floor((picked.hue / 360) * width));
	const y = Math.min(gridRows - 1, Math.floor(((100 - picked.saturation) / 100) * gridRows));
	const grid = Array.from({ length: gridRows }, (_, line) => [
		...Array.from({ length: width }, (_, column) =>
			column === x && line === y ? cross(picked, colors) : gridCell(column / width, line, colors),
		),
		{ text: line === y ? " ◂" : "  " },
	]);
	return [...grid, [{ text: `${" ".repeat(x)}▴` }], ...words(picked)];
}

function gridCell(share: number, line: number, colors: Colors): Span {
	if (colors === "none") return dim("·");
	const at = (half: number): Rgb =>
		rgbOfHue(share * 360, 100 * (1 - (2 * line + half) / (2 * gridRows - 1)));
	return { text: "▀", front: at(0), back: at(1) };
}

function cross(picked: Picked, colors: Colors): Span {
	if (colors === "none") return { text: "╋", bold: true };
	return {
		text: "╋",
		front: [0, 0, 0],
		back: rgbOfHue(picked.hue, picked.saturation),
		bold: true,
	};
}

function words({ hue, saturation }: Picked): readonly Row[] {
	const rgb = rgbOfHue(hue, saturation);
	const channels = rgb.map((channel) => String(channel).padStart(3)).join(" ");
	return [
		[{ text: "████", front: rgb }, bold(`  ${hexOf(rgb)}`), span(`  rgb ${channels}`)],
		[dim(`hue ${String(hue).padStart(3)}°  saturation ${String(saturation).padStart(3)} %`)],
	];
}
