// Draws a terminal's screen, as `tmux capture-pane -p -e` gives it, as an SVG.
import stringWidth from "string-width";

// The colours of a dark terminal theme.
const ground = "#1a1b26";
const ink = "#c0caf5";
const palette = [
	"#414868",
	"#f7768e",
	"#9ece6a",
	"#e0af68",
	"#7aa2f7",
	"#bb9af7",
	"#7dcfff",
	"#a9b1d6",
	"#565f89",
	"#ff899d",
	"#b3e07f",
	"#f2c480",
	"#8fb4ff",
	"#cbb0ff",
	"#9adcff",
	"#c0caf5",
];
const cubeSteps = [0, 95, 135, 175, 215, 255];

const [cellWidth, cellHeight, baseline, margin] = [8.4, 16, 12.5, 16];

/** An SVG of rows of text with SGR sequences. */
export function terminalSvg({ rows, columns, label }) {
	const width = Math.round(columns * cellWidth + 2 * margin);
	const height = rows.length * cellHeight + 2 * margin;
	const drawn = [];
	// A style goes on over the ends of rows.
	let style = {};
	for (const [index, row] of rows.entries()) {
		const { shapes, after } = drawRow(row, margin + index * cellHeight, style);
		drawn.push(...shapes);
		style = after;
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xml(label)}">
<rect width="100%" height="100%" rx="8" fill="${ground}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${ink}" xml:space="preserve">
${drawn.join("\n")}
</g>
</svg>
`;
}

const sgr = new RegExp(`${"\u001b"}\\[([\\d;]*)m`);

function drawRow(row, y, before) {
	const shapes = [];
	let style = before;
	let column = 0;
	for (const [index, part] of row.split(sgr).entries()) {
		if (index % 2 === 1) {
			style = restyled(style, part.split(";").map(Number));
			continue;
		}
		const cells = stringWidth(part);
		if (cells > 0) shapes.push(...drawRun(part, cells, margin + column * cellWidth, y, style));
		column += cells;
	}
	return { shapes, after: style };
}

function drawRun(text, cells, x, y, { bold, dim, underline, inverse, front, back }) {
	const [colour, fill] = inverse ? [back ?? ground, front ?? ink] : [front, back];
	const shapes = [];
	const width = fixed(cells * cellWidth);
	if (fill !== undefined)
		shapes.push(
			`<rect x="${fixed(x)}" y="${y}" width="${width}" height="${cellHeight}" fill="${fill}"/>`,
		);
	if (text.trim() === "") return shapes;
	const attributes = [
		bold ? ' font-weight="bold"' : "",
		dim ? ' opacity="0.6"' : "",
		underline ? ' text-decoration="underline"' : "",
		colour === undefined ? "" : ` fill="${colour}"`,
	].join("");
	// The length keeps columns straight whatever font there is.
	shapes.push(
		`<text x="${fixed(x)}" y="${y + baseline}" textLength="${width}"${attributes}>${xml(text)}</text>`,
	);
	return shapes;
}

function restyled(style, codes) {
	let next = { ...style };
	for (let i = 0; i < codes.length; i++) {
		const code = codes[i];
		if (code === 38 || code === 48) {
			const [colour, used] = extended(codes.slice(i + 1));
			next[code === 38 ? "front" : "back"] = colour;
			i += used;
		} else next = simple(next, code);
	}
	return next;
}

function simple(style, code) {
	if (code === 0) return {};
	if (code === 1) return { ...style, bold: true };
	if (code === 2) return { ...style, dim: true };
	if (code === 4) return { ...style, underline: true };
	if (code === 7) return { ...style, inverse: true };
	if (code === 22) return { ...style, bold: false, dim: false };
	if (code === 24) return { ...style, underline: false };
	if (code === 27) return { ...style, inverse: false };
	if (code === 39) return { ...style, front: undefined };
	if (code === 49) return { ...style, back: undefined };
	if (code >= 30 && code <= 37) return { ...style, front: palette[code - 30] };
	if (code >= 90 && code <= 97) return { ...style, front: palette[code - 82] };
	if (code >= 40 && code <= 47) return { ...style, back: palette[code - 40] };
	if (code >= 100 && code <= 107) return { ...style, back: palette[code - 92] };
	return style;
}

/** The colour that follows 38 or 48, and how many numbers it takes. */
function extended([kind, ...values]) {
	if (kind === 2) return [hex(values.slice(0, 3)), 4];
	const [index] = values;
	if (index < 16) return [palette[index], 2];
	if (index >= 232) return [hex(Array(3).fill(8 + 10 * (index - 232))), 2];
	const place = index - 16;
	const channels = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6];
	return [hex(channels.map((step) => cubeSteps[step])), 2];
}

function hex(channels) {
	return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function fixed(value) {
	return Number(value.toFixed(1));
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function xml(text) {
	return text.replace(/[&<>"]/g, (character) => escapes[character]);
}
