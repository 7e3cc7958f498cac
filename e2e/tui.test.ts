import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { bin, Process } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";
import { needs, type Terminal, terminal } from "./support/terminal.js";

let scenes = 0;

interface Ui extends Terminal {
	/** The UI's own process. */
	pid(): number;
	/** The process of a device or the server. */
	child(argument: string): number;
	/** Waits until neither the UI nor any process of its scene is there. */
	isGone(): Promise<void>;
}

/** A scene of one lock with a serial that no other test has, in the UI. */
async function ui(columns: number, rows: number, prefix = ""): Promise<Ui> {
	const folder = await tempFolder();
	const file = join(folder, "scene.yaml");
	const serial = `front-${process.pid}-${++scenes}`;
	writeFileSync(
		file,
		`devices:\n  - { name: lock-1, kind: lock, options: { serial: ${serial} } }\n  - { name: lamp-1, kind: cloud }\n`,
	);
	// In CI there would be lines in place of the UI.
	const command = `--version; env -u CI ${prefix} ${process.execPath} ${bin} up ${file}`;
	const screen = await terminal(columns, rows, command);
	const pid = (): number => processWith(file);
	const family = new Set<number>();
	await screen.shows(/2\/2 online|link online/);
	onTestFinished(() => {
		for (const each of family) if (isAlive(each)) process.kill(each, "SIGKILL");
	});
	const look = (): void => {
		for (const each of [pid(), ...childrenOf(pid())]) family.add(each);
	};
	look();
	return {
		...screen,
		pid,
		child(argument) {
			look();
			const wanted = argument === "lock" ? serial : argument;
			return [...family].find((each) => argumentsOf(each).includes(wanted)) ?? 0;
		},
		async isGone() {
			for (const deadline = performance.now() + 15_000; [...family].some(isAlive); )
				if (performance.now() > deadline) throw new Error("a process is left");
				else await new Promise((resolve) => setTimeout(resolve, 50));
		},
	};
}

function argumentsOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		return "";
	}
}

/** The program with this among its arguments; not the shell that started it. */
function processWith(argument: string): number {
	const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
	const own = pids.find((pid) => {
		const [program = "", ...rest] = argumentsOf(pid).split("\0");
		return program === process.execPath && rest.includes(argument);
	});
	if (own === undefined) throw new Error(`no process has the argument ${argument}`);
	return own;
}

function childrenOf(pid: number): readonly number[] {
	const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
	return text.split(" ").filter(Boolean).map(Number);
}

/** A zombie is not. */
function isAlive(pid: number): boolean {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
}

const broken = "throw new Error('it broke');";
const boxes = /[╭╮╰╯│]/;

/** The shell has its terminal back, as it was. */
async function isRestored({ shows }: Terminal, exit: RegExp): Promise<string> {
	const text = await shows(new RegExp(`^exit=${exit.source} icanon echo$`, "m"));
	expect(text).not.toMatch(boxes);
	return text;
}

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`the terminal UI${tmux.title}`, () => {
	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])("at %dx%d a lock is paired by keys, and q leaves nothing behind", async (columns, rows) => {
		const screen = await ui(columns, rows);
		const { shows, keys, isGone } = screen;
		await shows(/▸ ● lock-1/);
		await keys("p");
		await shows(/mode +pairing/);
		await keys("t");
		const text = await shows(/last tag +04A1B2C3 +paired/);
		const lines = text.split("\n");
		expect(lines.filter((line) => boxes.test(line)).length).toBeGreaterThan(rows - 6);
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
		await keys("j");
		await shows(/▸ ● lamp-1/);
		await keys("6");
		await shows(/shows +storm 5/);
		await keys("?");
		await shows(/─ Keys ─/);
		await keys("Escape");
		// The two read at once would be one key with Alt.
		await shows(/^(?![\s\S]*─ Keys ─)/);
		await keys("q");
		await isGone();
		const shell = await isRestored(screen, /0/);
		expect(shell.replaceAll("\n", "")).toContain("env -u CI");
	});

	test("another size is drawn in full, and one that is too small says so", async () => {
		const { shows, keys, resize, isGone } = await ui(120, 40);
		await resize(50, 12);
		await shows(/too small/);
		await resize(100, 30);
		const text = await shows(/▸ ● lock-1/);
		expect(text).toMatch(/^╭.{98}╮$/m);
		expect(text).not.toMatch(/too small/);
		await keys("q");
		await isGone();
	});

	test("a device that is killed starts again, and is told", async () => {
		const { shows, keys, child, isGone } = await ui(120, 40);
		process.kill(child("lock"), "SIGKILL");
		await shows(/lock-1 ended by SIGKILL, starts again in/);
		await shows(/1\/2 online/);
		await shows(/2\/2 online/);
		await keys("q");
		await isGone();
	});

	test("faults are put on a link and taken off again", async () => {
		const { shows, keys, isGone } = await ui(120, 40);
		await keys("!");
		await shows(/Faults on the link of lock-1/);
		await keys("Right", "Tab", "Tab", "Right", "Enter");
		await shows(/faults +latency 50 ms, drop 5 %/);
		await keys(":");
		await keys("-l", "take all faults off");
		await keys("Enter");
		await shows(/faults +none/);
		await keys("q");
		await isGone();
	});

	test("Ctrl-Z gives the terminal to the shell, and fg takes it again", async () => {
		const { shows, keys, isGone } = await ui(80, 24);
		await keys("C-z");
		expect(await shows(/Stopped/)).not.toMatch(boxes);
		await keys("fg", "Enter");
		await shows(/▸ ● lock-1/);
		await keys("C-c");
		await isGone();
	});

	test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s ends it decently", async (signal) => {
		const screen = await ui(80, 24);
		process.kill(screen.pid(), signal);
		await screen.isGone();
		await isRestored(screen, /0/);
	});

	test("when it is killed its children end", async () => {
		const { pid, isGone } = await ui(80, 24);
		process.kill(pid(), "SIGKILL");
		await isGone();
	});

	test.each([
		// Every row that is drawn is filled with spaces.
		["a component", `String.prototype.repeat = () => { ${broken} };`, /1/],
		["a callback", broken, /[17]/],
	])("an error in %s gives the terminal back, and ends everything", async (_, deed, exit) => {
		const preload = join(await tempFolder(), "preload.mjs");
		writeFileSync(preload, `process.on("SIGUSR2", () => { ${deed} });\n`);
		const screen = await ui(80, 24, `NODE_OPTIONS=--import=${pathToFileURL(preload)}`);
		process.kill(screen.pid(), "SIGUSR2");
		await screen.isGone();
		await screen.shows(/it broke/);
		await isRestored(screen, exit);
	});

	test("a screen reader gets sentences, and no screen", async () => {
		const screen = await ui(80, 24, "INK_SCREEN_READER=true");
		const { shows, keys, isGone } = screen;
		await shows(/^lock-1: link online/m);
		await keys("p");
		await shows(/^lock-1: mode pairing\.$/m);
		await keys("j");
		await shows(/^lamp-1, cloud: online, shows off\.$/m);
		await keys("w");
		expect(await shows(/^weather: clear\.$/m)).not.toMatch(boxes);
		await keys("Enter");
		await shows(/^lamp-1: .*clear/m);
		await keys("q");
		await isGone();
		await isRestored(screen, /0/);
	});
});

const esc = "\u001b";
const script = needs("script");
test.skipIf(script.skip)(
	`without colours there are none${script.title}`,
	async () => {
		const command = `stty cols 80 rows 24; env -u CI NO_COLOR=1 TERM=xterm ${process.execPath} ${bin} up`;
		const { child } = new Process("script", ["-qfec", command, "/dev/null"]);
		let output = "";
		await new Promise<void>((resolve) => {
			child.stdout?.on("data", (chunk: Buffer) => {
				output += chunk.toString();
				if (output.includes("4/4 online")) resolve();
			});
		});
		child.stdin?.write("q");
		await once(child, "close");
		expect(output).toMatch(boxes);
		expect(output).not.toMatch(new RegExp(`${esc}\\[[0-9;]*(3[0-8]|4[0-8])[0-9;]*m`));
		expect(output.lastIndexOf(`${esc}[?1049l`)).toBeGreaterThan(
			output.lastIndexOf(`${esc}[?1049h`),
		);
		expect(output.lastIndexOf(`${esc}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${esc}[?25l`));
	},
	30_000,
);
