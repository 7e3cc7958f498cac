import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { bin, Process } from "./support/process.js";
import { needs, terminal } from "./support/terminal.js";

/** What a strip of any colour is written with. */
const strip = /[█▌]{20,}/;

/** The last line, and the shell that has the terminal again. */
const ended = /link\s+offline\n(?:exit=|[#$])/;

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`a lamp in a terminal${tmux.title}`, () => {
	test.each([
		[80, 24, 60],
		[200, 60, 180],
	])(
		"at %dx%d it is drawn below its lines, follows keys, and Ctrl-C gives the terminal back",
		async (columns, rows, width) => {
			const { shows, keys } = await terminal(columns, rows, "cloud --seed 1");
			await shows(/1 to 9 weather {2}0 off/);
			await shows(/link\s+online/);
			await keys("5");
			await shows(/shows\s+rain 5/);
			await keys("+");
			await shows(/shows\s+rain 6/);
			await keys("c");
			await keys("-");
			await keys("+");
			await shows(/shows\s+color 255,255,255 pulse 1/);
			await keys("d");
			await shows(/link\s+backoff/);
			await shows(/link\s+online\s*$/m);
			const text = await shows(/^online {2}color 255,255,255 pulse 1 {2}#[0-9a-f]{6}$/m);
			const lines = text.trimEnd().split("\n");
			for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
			expect(lines.filter((line) => strip.test(line))).toEqual([lines.at(-2)]);
			expect(lines.at(-2)).toBe("█".repeat(width));
			await keys("C-c");
			await shows(ended);
			expect(await shows(/exit=0 icanon echo/)).not.toMatch(strip);
		},
		60_000,
	);

	test("Ctrl-Z takes the strip away, fg draws it again, and a new size does", async () => {
		const { shows, keys, resize } = await terminal(80, 24, "cloud --leds 70");
		await shows(/^online {2}off {2}#000000$/m);
		await keys("C-z");
		expect(await shows(/Stopped/)).not.toMatch(strip);
		await keys("fg", "Enter");
		await shows(/fg\s*\n.*cloud --leds 70\s*\n█{70}\nonline/);
		await resize(50, 24);
		await shows(/\n▌{35}\nonline {2}off/);
		await resize(150, 30);
		const text = await shows(/\n█{140}\nonline {2}off/);
		expect(text.match(/#000000/g)).toHaveLength(1);
		await keys("q");
		expect(await shows(ended)).not.toMatch(strip);
	}, 30_000);
});

const esc = "\u001b";
/** The lamp's own sequences: colours, the cursor up and hidden, erasing, wrapping. */
const own = new RegExp(`${esc}\\[(?:[0-9;]*m|\\d+A|K|J|\\?25[lh]|\\?7[lh])`, "g");

const script = needs("script");
test.skipIf(script.skip)(
	`what a server sends never speaks to the terminal${script.title}`,
	async () => {
		const hostile = [
			`${esc}]52;c;AAAA\u0007`,
			`${esc}[2J${esc}[31m`,
			"\u009b2J",
			"\r\nroot",
			"\b\b\b",
			"\u202egnp.exe",
			"\u007f",
		];
		const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
		onTestFinished(() => {
			for (const client of server.clients) client.terminate();
			server.close();
		});
		server.on("connection", (socket) => {
			socket.once("message", () => {
				socket.send("ok");
				for (const text of hostile) {
					socket.send(text);
					socket.send(`[cc:1:${text}:1]`);
					socket.send(`[cc:${text}:1:1]`);
				}
				socket.send("[cc:1:7:3]");
			});
		});
		if (server.address() === null) await once(server, "listening");
		const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		const command = `${process.execPath} ${bin} cloud --verbose --url ${url}; echo end`;
		const lamp = new Process("script", ["-qfec", command, "/dev/null"], { TERM: "xterm" });
		await lamp.line((line) => (/shows\s.*snow 3/.test(line) ? line : undefined));
		lamp.child.stdin?.write("q");
		await lamp.exit();
		const output = lamp.lines.join("\n");
		expect(output).toContain("\\u001b]52");
		expect(output).toMatch(/█/);
		const rest = output.replaceAll(own, "").replaceAll("\r", "");
		expect(rest).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
		expect(output.lastIndexOf(`${esc}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${esc}[?25l`));
	},
	30_000,
);

test.skipIf(script.skip)(
	`without colours, or on a dumb terminal, there are none${script.title}`,
	async () => {
		for (const env of [{ NO_COLOR: "1", TERM: "xterm" }, { TERM: "dumb" }]) {
			const lamp = new Process(
				"script",
				["-qfec", `${process.execPath} ${bin} cloud`, "/dev/null"],
				env,
			);
			await lamp.line((line) => (/link\s+online/.test(line) ? line : undefined));
			lamp.child.stdin?.write("4");
			await lamp.line((line) => (/shows\s+cloudy 5/.test(line) ? line : undefined));
			if (env.TERM === "xterm")
				await lamp.line((line) => (/[▁▂▃▄▅▆▇█]{60}/u.test(line) ? line : undefined));
			lamp.child.stdin?.write("q");
			await lamp.exit();
			const output = lamp.lines.join("\n");
			expect(output).not.toMatch(new RegExp(`${esc}\\[[0-9;]*m`));
			if (env.TERM === "dumb") expect(output).not.toContain(esc);
		}
	},
	30_000,
);
