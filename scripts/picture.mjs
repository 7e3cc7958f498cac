// Makes the pictures in docs from real screens: runs the built program in tmux, presses keys, and
// draws what it shows.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { root } from "./setup.mjs";
import { terminalSvg } from "./terminal-svg.mjs";

const pictures = [
	{
		file: "docs/up.svg",
		args: "up",
		columns: 120,
		rows: 42,
		steps: [
			{ shows: /4\/4 online/, press: ["j", "1"] },
			{ shows: /shows +sunrise/, press: ["j", "i"] },
			{ shows: /awaiting/, press: ["b"] },
			{ shows: /seshing/, press: ["k"] },
			{ shows: /preheat 1\d\d/ },
		],
	},
	{
		file: "docs/lock.svg",
		args: "lock --serial front-door",
		columns: 80,
		rows: 22,
		steps: [
			{ shows: /link\s+online/, press: ["p"] },
			{ shows: /pairing/, press: ["t"] },
			{ shows: /04A1B2C3 paired/, press: ["i"] },
			{ shows: /mode\s+internal/, press: ["t"] },
			{ shows: /04A1B2C3 granted/, press: ["d"] },
			{ shows: /backoff[\s\S]*online/ },
		],
	},
];

const socket = `gw-sim-picture-${process.pid}`;
const tmux = (...args) => execFileSync("tmux", ["-L", socket, ...args], { encoding: "utf8" });

/** The rows of a screen, with their colours, after its last step. */
function screen({ args, columns, rows, steps }) {
	const program = `printf '$ npx gw-sim ${args}\\n'; COLORTERM=truecolor ${process.execPath} ${root}cli/dist/bin.js ${args}`;
	tmux("-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, program);
	try {
		for (const { shows, press = [], waitMs = 0 } of steps) {
			const deadline = Date.now() + 30_000;
			while (!shows.test(tmux("capture-pane", "-p")))
				if (Date.now() > deadline) throw new Error(`the screen never showed ${shows}`);
			for (const key of press) tmux("send-keys", key);
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
		}
		return tmux("capture-pane", "-p", "-e").trimEnd().split("\n");
	} finally {
		tmux("kill-server");
	}
}

mkdirSync(`${root}docs`, { recursive: true });
for (const picture of pictures) {
	const { file, args, columns } = picture;
	const label = `gw-sim ${args} in a terminal`;
	writeFileSync(`${root}${file}`, terminalSvg({ rows: screen(picture), columns, label }));
	console.log(file);
}
