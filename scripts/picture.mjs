// Makes docs/lock.svg from a real screen: runs the built program in tmux, presses keys, draws what it shows.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { root } from "./setup.mjs";

const columns = 80;
const rows = 22;
const socket = `gw-sim-picture-${process.pid}`;
const tmux = (...args) => execFileSync("tmux", ["-L", socket, ...args], { encoding: "utf8" });

const steps = [
	{ shows: /link\s+online/, press: "p" },
	{ shows: /pairing/, press: "t" },
	{ shows: /04A1B2C3 paired/, press: "i" },
	{ shows: /mode\s+internal/, press: "t" },
	{ shows: /04A1B2C3 granted/, press: "d" },
	{ shows: /backoff[\s\S]*online/ },
];

// The 16 colours of a dark terminal theme.
const palette = {
	31: "#f7768e",
	32: "#9ece6a",
	33: "#e0af68",
	34: "#7aa2f7",
	35: "#bb9af7",
	36: "#7dcfff",
};

function screen() {
	const program = `printf '$ npx gw-sim lock --serial front-door\\n'; ${process.execPath} ${root}cli/dist/bin.js lock --serial front-door`;
	tmux("-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, program);
	try {
		for (const { shows, press } of steps) {
			const deadline = Date.now() + 15_000;
			while (!shows.test(tmux("capture-pane", "-p")))
				if (Date.now() > deadline) throw new Error(`the screen never showed ${shows}`);
			if (press !== undefined) tmux("send-keys", press);
		}
		return tmux("capture-pane", "-p", "-e").trimEnd().split("\n");
	} finally {
		tmux("kill-server");
	}
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const xml = (text) => text.replace(/[&<>]/g, (character) => escapes[character]);

const sgr = new RegExp(`${"\u001b"}\\[([\\d;]*)m`);

/** A line with SGR sequences as SVG text spans. */
function spans(line) {
	let style = {};
	return line
		.split(sgr)
		.map((part, i) => {
			if (i % 2 === 0) return part === "" ? "" : span(part, style);
			for (const code of part.split(";").map(Number)) style = restyled(style, code);
			return "";
		})
		.join("");
}

function restyled(style, code) {
	if (code === 0) return {};
	if (code === 1) return { ...style, bold: true };
	if (code === 2) return { ...style, dim: true };
	if (code === 22) return { ...style, bold: false, dim: false };
	if (code === 39) return { ...style, colour: undefined };
	return code in palette ? { ...style, colour: palette[code] } : style;
}

function span(text, { bold, dim, colour }) {
	const attributes = [
		bold ? ' font-weight="bold"' : "",
		dim ? ' opacity="0.6"' : "",
		colour === undefined ? "" : ` fill="${colour}"`,
	].join("");
	return attributes === "" ? xml(text) : `<tspan${attributes}>${xml(text)}</tspan>`;
}

const lines = screen();
const [cell, leading, margin] = [8.4, 19, 16];
const width = Math.round(columns * cell + 2 * margin);
const height = lines.length * leading + 2 * margin;
const text = lines.map(
	(line, i) => `<text x="${margin}" y="${margin + 14 + i * leading}">${spans(line)}</text>`,
);
mkdirSync(`${root}docs`, { recursive: true });
writeFileSync(
	`${root}docs/lock.svg`,
	`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="gw-sim lock in a terminal">
<rect width="100%" height="100%" rx="8" fill="#1a1b26"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#c0caf5" xml:space="preserve">
${text.join("\n")}
</g>
</svg>
`,
);
console.log("docs/lock.svg");
