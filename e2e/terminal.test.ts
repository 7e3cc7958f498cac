import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { bin, Process } from "./support/process.js";
import { needs, terminal } from "./support/terminal.js";

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`in a terminal${tmux.title}`, () => {
	test.each([
		[80, 24],
		[200, 60],
	])(
		"at %dx%d a lock is paired by keys, and Ctrl-C gives the terminal back",
		async (columns, rows) => {
			const { shows, keys } = await terminal(columns, rows, "lock --serial front-door --seed 1");
			await shows(/t tag {2}p pair/);
			await shows(/link\s+online/);
			await keys("p");
			await shows(/mode\s+pairing/);
			await keys("t");
			await shows(/tag\s+04A1B2C3 paired/);
			await keys("i");
			await shows(/mode\s+internal/);
			await keys("d");
			await shows(/link\s+backoff/);
			await shows(/link\s+online\s*$/m);
			await keys("t");
			const text = await shows(/04A1B2C3 granted/);
			for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
			await keys("C-c");
			await shows(/link\s+offline/);
			await shows(/exit=0 icanon echo/);
		},
		60_000,
	);

	test("Ctrl-Z gives the terminal back to the shell, and fg to the lock", async () => {
		const { shows, keys } = await terminal(80, 24, "lock --serial front-door");
		await shows(/link\s+online/);
		await keys("C-z");
		await shows(/Stopped/);
		await keys("fg", "Enter");
		await shows(/fg\s*\n.*lock --serial/);
		await keys("p");
		await shows(/mode\s+pairing/);
		await keys("q");
		await shows(/link\s+offline/);
	}, 30_000);

	test("Ctrl-C ends the server", async () => {
		const { shows, keys } = await terminal(80, 24, "serve --port 0");
		await shows(/Ctrl-C stops it/);
		await keys("C-c");
		await shows(/exit=0 icanon echo/);
	}, 30_000);
});

const script = needs("script");
test.skipIf(script.skip)(
	`what a hub sends never speaks to the terminal${script.title}`,
	async () => {
		const hostile = [
			"\u001b]52;c;AAAA\u0007",
			"\u001b]0;owned\u0007",
			"\u001b[2J\u001b[31m",
			"\u009b2J",
			"\u0090q\u009c",
			"\r\nroot",
			"\b\b\b",
			"\u202egnp.exe",
			"\u200b\u2066",
			"\u007f",
		];
		const hub = new WebSocketServer({ port: 0, host: "127.0.0.1" });
		onTestFinished(() => {
			for (const client of hub.clients) client.terminate();
			hub.close();
		});
		hub.on("connection", (socket) => {
			socket.on("message", (data) => {
				const [joinRef, ref, topic, event] = JSON.parse(String(data)) as string[];
				if (event !== "phx_join") return;
				const text = hostile.join("");
				const state = { uuid: text, serial: "X", name: text, mode: 1 };
				const frames: unknown[] = [
					[joinRef, ref, topic, "phx_reply", { status: "ok", response: state }],
				];
				for (let i = 0; i < 1000; i++) {
					const one = hostile[i % hostile.length] ?? "";
					frames.push([
						null,
						null,
						topic,
						i % 2 === 0 ? "mode:pair" : one,
						{ name: one, [one]: 1 },
					]);
				}
				frames.push([null, null, topic, "last", {}], [joinRef, joinRef, topic, "phx_error", {}]);
				for (const frame of frames) socket.send(JSON.stringify(frame));
				socket.send(hostile.join(""));
			});
		});
		if (hub.address() === null) await once(hub, "listening");
		const url = `ws://127.0.0.1:${(hub.address() as AddressInfo).port}/`;
		const command = `${process.execPath} ${bin} lock --serial X --verbose --url ${url}`;
		const device = new Process("script", ["-qfec", command, "/dev/null"]);
		await device.line((line) => (/hub\s+last/.test(line) ? line : undefined));
		await device.line((line) => (/backoff/.test(line) ? line : undefined));
		device.child.stdin?.write("q");
		await device.exit();
		const output = device.lines.join("\n");
		expect(output).toContain("\\u001b]52");
		const colours = new RegExp(`${"\u001b"}\\[[0-9;]*m`, "g");
		const rest = output.replaceAll(colours, "").replaceAll("\r", "");
		expect(rest).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
		const [, ...lines] = rest.split("\n");
		for (const line of lines) expect(line).toMatch(/^\s+\d+\.\ds {2}|^$/);
	},
	30_000,
);
