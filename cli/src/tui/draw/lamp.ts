import type { Show } from "@gw-sim/protocols/cloud";
import { type Colors, heightOf, type Rgb, spread } from "../../cloud/strip-line.js";
import { Canvas } from "./canvas.js";
import type { Row, Span, Style } from "./span.js";

/** The smallest cloud, and the largest. */
const leastLampColumns = 46;
const mostLampColumns = 92;

/** Rows of the smallest cloud, and those of what falls out of it. */
const cloudRows = 8;
const weatherRows = 2;

/** The cloud as circles on a floor, in half rows of the smallest. */
const circles: readonly (readonly [x: number, y: number, radius: number])[] = [
	[8.5, 11, 4.5],
	[17.5, 6.8, 6.8],
	[28, 7.6, 6],
	[36.5, 10.7, 4.8],
];
const floor = { from: 8.5, to: 36.5, top: 8, bottom: 15.5 };

/** White glass that is not lit, and how much of an LED's light the top of the cloud gets. */
const glass = 60;
const lightAtTop = 0.55;
/** How many columns to each side the glass scatters light. */
const scatter = 2;

/** The widest cloud that fits; 0 where none does. */
export function lampWidth(columns: number, height: number): number {
	const scale = (height - weatherRows) / cloudRows;
	const width = Math.min(mostLampColumns, columns, Math.floor(leastLampColumns * scale));
	return width < leastLampColumns ? 0 : width;
}

/** A lamp in the shape of a cloud, each of its columns in the light of the LEDs behind it. */
export function lampDrawing(
	leds: Uint8Array | null,
	show: Show,
	columns: number,
	colors: Colors,
): readonly Row[] {
	const scale = columns / leastLampColumns;
	const height = Math.round(cloudRows * scale);
	const light = scattered(leds ?? new Uint8Array(3), columns);
	const canvas = new Canvas(columns, height + weatherRows);
	for (let y = 0; y < height; y++)
		for (const [x, shade] of light.entries()) {
			const cell = cloudCell(x, y, shade, scale, colors);
			if (cell !== null) canvas.put(x, y, cell.text, cell);
		}
	drawWeather(canvas, show, height, scale);
	return canvas.rows();
}

/** The light behind each column. */
function scattered(leds: Uint8Array, columns: number): readonly Rgb[] {
	const shades = spread(leds, columns);
	const sharp = Array.from(
		{ length: columns },
		(_, x): Rgb => shades[Math.floor((x * shades.length) / columns)] ?? [0, 0, 0],
	);
	return sharp.map((_, x) => meanShade(sharp.slice(Math.max(0, x - scatter), x + scatter + 1)));
}

function meanShade(shades: readonly Rgb[]): Rgb {
	const mean = (channel: 0 | 1 | 2): number =>
		shades.reduce((sum, shade) => sum + shade[channel], 0) / shades.length;
	return [mean(0), mean(1), mean(2)];
}

function cloudCell(x: number, y: number, shade: Rgb, scale: number, colors: Colors): Span | null {
	const top = isCloud((x + 0.5) / scale, (2 * y + 0.5) / scale);
	const bottom = isCloud((x + 0.5) / scale, (2 * y + 1.5) / scale);
	if (!top && !bottom) return null;
	if (colors === "none") return { text: shadeSign(shade) };
	const upper = lit(shade, (2 * y) / scale);
	const lower = lit(shade, (2 * y + 1) / scale);
	if (!bottom) return { text: "▀", front: upper };
	if (!top) return { text: "▄", front: lower };
	return { text: "▀", front: upper, back: lower };
}

function isCloud(x: number, y: number): boolean {
	if (y > floor.bottom) return false;
	if (x >= floor.from && x <= floor.to && y >= floor.top) return true;
	return circles.some(([cx, cy, radius]) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2);
}

/** The LEDs lie at the bottom: the glass there has their colour, and less of it further up. */
function lit([red, green, blue]: Rgb, y: number): Rgb {
	const share = lightAtTop + ((1 - lightAtTop) * Math.min(y, floor.bottom)) / floor.bottom;
	const unlit = glass * (1 - Math.max(red, green, blue) / 255);
	const channel = (value: number): number => unlit + value * share;
	return [channel(red), channel(green), channel(blue)];
}

/** Brightness without colours; a cloud without light still has a shape. */
function shadeSign(shade: Rgb): string {
	const height = heightOf(shade);
	if (height === " ") return "·";
	if (height <= "▂") return "░";
	if (height <= "▅") return "▒";
	return height <= "▇" ? "▓" : "█";
}

const falling: Readonly<Partial<Record<number, { readonly text: string; readonly style: Style }>>> =
	{
		5: { text: "╷", style: { tone: "info" } },
		6: { text: "↯", style: { tone: "warn", bold: true } },
		7: { text: "*", style: {} },
		8: { text: "≈", style: { dim: true } },
		9: { text: "~", style: { dim: true } },
	};

/** What falls out of the cloud, the more the stronger the weather is. */
function drawWeather(canvas: Canvas, show: Show, top: number, scale: number): void {
	if (show.mode !== "weather") return;
	const drop = falling[show.weather];
	if (drop === undefined) return;
	const count = 1 + Math.round(show.intensity * scale);
	for (let i = 0; i < count; i++) {
		const x = floor.from + ((i + 0.5) * (floor.to - floor.from)) / count;
		canvas.put(Math.round(x * scale), top + (i % weatherRows), drop.text, drop.style);
	}
}

/** The strip as one row: a character for each LED, or two LEDs in each half of one. */
export function stripRow(leds: Uint8Array | null, columns: number, colors: Colors): Row {
	if (leds === null || leds.length < 3) return [];
	const count = leds.length / 3;
	if (colors === "none") return heightsRow(spread(leds, columns), columns);
	if (count <= columns) {
		const width = Math.floor(columns / count);
		return spread(leds, count).map((front) => ({ text: "█".repeat(width), front }));
	}
	const shades = spread(leds, 2 * columns);
	return Array.from({ length: Math.ceil(shades.length / 2) }, (_, i) => {
		const [front, back] = [shades[2 * i], shades[2 * i + 1]];
		return { text: "▌", ...(front && { front }), ...(back && { back }) };
	});
}

function heightsRow(shades: readonly Rgb[], columns: number): Row {
	const width = Math.floor(columns / shades.length);
	return [{ text: shades.map((shade) => heightOf(shade).repeat(width)).join("") }];
}
